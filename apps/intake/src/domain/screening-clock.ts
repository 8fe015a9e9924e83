import { caseOf, type Routing } from '@satualur/contracts/event';
import { type Instant, msOfInstant, type Uuid } from '@satualur/contracts/ids';
import type { ScreeningClockEvent } from '@satualur/contracts/intake/events';
import type { Decider } from '@satualur/decider/decider';
import { type AboutRecord, inCase } from './about';

type Awaited = Extract<ScreeningClockEvent, { type: 'ScreeningAwaited' }>['data'];

export type ScreeningClockCommand =
  /** A complaint came in; the policy valid then says by when its screening is finished. */
  | { readonly type: 'AwaitScreening'; readonly about: AboutRecord; readonly since: Instant; readonly dueAt: Instant }
  | { readonly type: 'NoteScreened'; readonly screening: Uuid; readonly doneAt: Instant }
  /** `about`: the record as it stands; nobody waits for the screening of one that was voided. */
  | { readonly type: 'FireTimers'; readonly about: Pick<AboutRecord, 'voided'>; readonly at: Instant };

/** From a complaint to the end of its first screening (SLA-P4). */
export interface ScreeningClock {
  readonly awaited?: Awaited & Pick<Routing, 'caseid'>;
  readonly doneAt?: Instant;
  readonly overdue: boolean;
}

export const nextDue = ({ awaited, doneAt, overdue }: ScreeningClock): Instant | null =>
  awaited && doneAt === undefined && !overdue ? awaited.dueAt : null;

/** How it stands; undefined where no complaint came in. */
export function standingOf({ awaited, doneAt, overdue }: ScreeningClock): 'Open' | 'Overdue' | 'Done' | undefined {
  if (!awaited) return undefined;
  return doneAt !== undefined ? 'Done' : overdue ? 'Overdue' : 'Open';
}

function decide(command: ScreeningClockCommand, state: ScreeningClock): readonly ScreeningClockEvent[] {
  const { awaited, doneAt } = state;
  if (command.type === 'AwaitScreening') {
    const { about, since, dueAt } = command;
    return awaited ? [] : [{ type: 'ScreeningAwaited', data: { record: about.record, since, dueAt }, ...inCase(about) }];
  }
  if (!awaited || doneAt !== undefined) return [];
  const { record, dueAt } = awaited;
  switch (command.type) {
    case 'NoteScreened': {
      const { screening, doneAt: at } = command;
      return [{ type: 'AwaitedScreeningDone', data: { record, screening, doneAt: at }, ...inCase(awaited) }];
    }
    case 'FireTimers': {
      const isPast = nextDue(state) !== null && msOfInstant(dueAt) <= msOfInstant(command.at);
      if (!isPast || command.about.voided) return [];
      return [{ type: 'ScreeningOverdue', data: { record, dueAt }, ...inCase(awaited), time: dueAt }];
    }
  }
}

function evolve(state: ScreeningClock, event: ScreeningClockEvent): ScreeningClock {
  switch (event.type) {
    case 'ScreeningAwaited':
      return { ...state, awaited: { ...event.data, ...caseOf(event) } };
    case 'AwaitedScreeningDone':
      return { ...state, doneAt: event.data.doneAt };
    case 'ScreeningOverdue':
      return { ...state, overdue: true };
  }
}

export const screeningClock: Decider<ScreeningClockCommand, ScreeningClock, ScreeningClockEvent> = {
  initialState: { overdue: false },
  decide,
  evolve,
};
