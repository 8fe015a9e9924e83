import type { CommandBus } from '@nestjs/cqrs';
import { type Action, requireAccess } from '@satualur/access/table';
import { mustHold } from '@satualur/decider/decider';
import type { Committed } from '@satualur/event-store/store';
import type { CommandContext } from '@satualur/service-host/idempotency';
import type { Command } from '@nestjs/cqrs';
import { uuidOfStream } from '@satualur/contracts/ids';
import type { Proxy } from '../domain/referral-in';
import type { ProxyBody } from './referral.requests';

export const causeFor = ({ caller, cause }: CommandContext, action: Action) => cause(requireAccess(caller, action, 'own'));

/** Carries a command out, and answers with the id of the first stream it wrote and the version it came to. */
export async function carryOut(commands: CommandBus, context: CommandContext, command: Command<Committed>) {
  const committed = await commands.execute(command);
  context.shown(committed.hlc);
  const last = committed.events.at(-1);
  return { committed, ...(last && { id: uuidOfStream(last.stream) }), version: last?.version };
}

/** Both or neither: an answer recorded for another stands on a paper. */
export function proxyOf({ proxied, evidence }: ProxyBody): { proxy?: Proxy } {
  mustHold((proxied === true) === (evidence !== undefined), 'evidence-required');
  return evidence === undefined ? {} : { proxy: { evidence } };
}
