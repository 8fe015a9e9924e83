import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Action, requireAccess } from '@satualur/access/table';
import type { AnyEvent, Cause } from '@satualur/contracts/event';
import { type Instant, type StreamId, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { Decider } from '@satualur/decider/decider';
import type { Committed, Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Ids } from '@satualur/service-host/host-module';
import type { CommandContext } from '@satualur/service-host/idempotency';
import { IDS } from '@satualur/service-host/tokens';
import type { z } from 'zod';
import { type Happened, mustHaveHappened } from '../domain/stated-dates';
import { HandleServices } from '../services.handler';

/** What came in, by its schema. */
export type Body<S extends z.ZodType> = z.infer<S>;

/** One kind of stream of this service, as its controllers command it. */
export interface Kind<C, S, E extends AnyEvent> {
  readonly category: string;
  readonly decider: Decider<C, S, E>;
  /** The next instant at which the stream wants its timer, as of now. */
  readonly due?: (state: S, now: Instant) => Instant | null;
}

type Decide<C> = (unit: Unit, agency: OpenAgency, cause: Cause) => Promise<C> | C;

export interface Done {
  readonly id: Uuid;
  readonly version: number | undefined;
}

/** What every controller of this service does with a command: access, cause, the bus, the answer. */
@Injectable()
export class ServicesCommands {
  constructor(
    private readonly bus: CommandBus,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  of<C, S, E extends AnyEvent>(kind: Kind<C, S, E>): KindCommands<C, S, E> {
    return new KindCommands(kind, this.bus, this.ids);
  }
}

class KindCommands<C, S, E extends AnyEvent> {
  constructor(
    private readonly kind: Kind<C, S, E>,
    private readonly bus: CommandBus,
    private readonly ids: Ids,
  ) {}

  /** Opens a stream of the kind; `once`, the agency's own number or what there may be only one for, names it. */
  open(context: CommandContext, action: Action, decide: Decide<C>, once?: string, happened?: Happened): Promise<Done> {
    const stream = streamOf(this.kind.category, this.ids.uuid());
    const claiming: Decide<C> = async (unit, agency, cause) => {
      if (once !== undefined) unit.claim(this.kind.category, once, stream);
      return decide(unit, agency, cause);
    };
    return this.execute(stream, context, action, claiming, happened);
  }

  /** Commands a stream that exists. */
  to(id: Uuid, context: CommandContext, action: Action, decide: Decide<C>, happened?: Happened): Promise<Done> {
    return this.execute(streamOf(this.kind.category, id), context, action, decide, happened);
  }

  private async execute(
    stream: StreamId,
    context: CommandContext,
    action: Action,
    decide: Decide<C>,
    happened: Happened = {},
  ): Promise<Done> {
    const { decider, due } = this.kind;
    const { caller } = context;
    const cause = context.cause(requireAccess(caller, action, 'own'));
    const work = async (unit: Unit, agency: OpenAgency) => {
      await unit.decide(stream, decider, await decide(unit, agency, cause));
      mustHaveHappened(cause.at, happened);
      if (due) unit.due(stream, due(await unit.load(stream, decider), cause.at));
    };
    const committed: Committed = await this.bus.execute(new HandleServices(caller.agency, cause, work));
    context.shown(committed.hlc);
    const first = committed.events[0];
    return { id: uuidOfStream(first?.stream ?? stream), version: committed.events.at(-1)?.version };
  }
}
