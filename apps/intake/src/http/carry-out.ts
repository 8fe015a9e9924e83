import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Action, requireAccess } from '@satualur/access/table';
import { type AgencyKey, type Instant, uuidOfStream } from '@satualur/contracts/ids';
import { routeOf } from '@satualur/contracts/registry/routing';
import { RuleViolation } from '@satualur/decider/decider';
import { Directory } from '@satualur/service-host/directory';
import type { CommandContext } from '@satualur/service-host/idempotency';
import { type Act, HandleIntake } from '../intake.handler';

/** Without the members a caller left out. */
export type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };
export const given = <T extends object>(body: T): Given<T> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Given<T>;

/** From a parsed body to the store: who may, on the bus, and the answer. */
@Injectable()
export class CarryOut {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
  ) {}

  /** Carries an act out; answers with the stream it wrote first, the version it came to, and its events. */
  async run(command: CommandContext, action: Action, act: Act, recordedAt?: Instant) {
    const { caller } = command;
    const cause = command.cause(requireAccess(caller, action, 'own'), recordedAt);
    const { events, hlc } = await this.commands.execute(new HandleIntake(caller.agency, act, cause));
    command.shown(hlc);
    const last = events.at(-1);
    return { events, ...(last && { id: uuidOfStream(last.stream), version: last.version }) };
  }

  async answer(command: CommandContext, action: Action, act: Act, recordedAt?: Instant) {
    const { events: _events, ...answer } = await this.run(command, action, act, recordedAt);
    return answer;
  }

  /** Agencies by the codes they bear or bore, and whoever a task force is reached through; one that nobody knows refuses the whole. */
  keysOf(codes: readonly string[], command: CommandContext, action: Action): readonly AgencyKey[] {
    const { at } = command.cause(requireAccess(command.caller, action, 'own'));
    const keys = codes.map((code) => {
      const found = routeOf(code, this.directory, at);
      if (typeof found === 'string') throw new RuleViolation(found);
      return found.to;
    });
    return [...new Set(keys)];
  }
}
