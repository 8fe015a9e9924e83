import type { Ref } from '@satualur/contracts/ids';
import type { ScreeningEvent } from '@satualur/contracts/intake/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type AboutRecord, type AboutRule, inCase, subjectOf } from './about';

type Done = Extract<ScreeningEvent, { type: 'ScreeningCompleted' }>['data'];

/** Answers to act, means and purpose; an element left out was not asked, an empty one was denied. */
export interface Answers {
  readonly acts?: Done['acts'];
  readonly means?: Done['means'];
  readonly purposes?: Done['purposes'];
  readonly child: boolean;
}

export type ScreeningCommand =
  | { readonly type: 'StartScreening'; readonly about: AboutRecord; readonly ref?: Ref; readonly imported?: true }
  | {
      readonly type: 'CompleteScreening';
      readonly about: AboutRecord;
      readonly answers: Answers;
      readonly risk: Done['risk'];
      readonly emergency: boolean;
      readonly notes?: string;
    };

export type ScreeningRule = AboutRule | 'screening-unknown' | 'screening-already-started' | 'screening-completed';
const must: Must<ScreeningRule> = mustHold;

/** All three elements, or act and purpose for a child (UU 21/2007 art. 1(1); Palermo Protocol art. 3(c)). */
export function findingOf({ acts, means, purposes, child }: Answers): Done['finding'] {
  const elements = child ? [acts, purposes] : [acts, means, purposes];
  if (elements.some((element) => element?.length === 0)) return 'ElementsNotMet';
  return elements.some((element) => element === undefined) ? 'Unclear' : 'ElementsMet';
}

export interface Screening {
  readonly about?: Pick<AboutRecord, 'record' | 'caseid'>;
  readonly completed: boolean;
  /** Taken over from an older register: nobody is rung. */
  readonly imported?: true;
}

function decide(command: ScreeningCommand, state: Screening): readonly ScreeningEvent[] {
  if (command.type === 'StartScreening') {
    const { about, ref, imported } = command;
    must(state.about === undefined, 'screening-already-started');
    subjectOf(about);
    return [
      {
        type: 'ScreeningStarted',
        data: { record: about.record, ...(ref && { ref }), ...(imported && { imported }) },
        ...inCase(about),
      },
    ];
  }
  must(state.about !== undefined, 'screening-unknown');
  must(!state.completed, 'screening-completed', { state: 'Completed' });
  const { about, answers, risk, emergency, notes } = command;
  const { acts = [], means = [], purposes = [], child } = answers;
  const data = {
    ...{ record: about.record, subject: subjectOf(about), acts: [...acts], means: [...means], purposes: [...purposes], child },
    ...{ risk, emergency, finding: findingOf(answers), ...(notes !== undefined && { notes }) },
    ...(state.imported && { imported: state.imported }),
  };
  return [{ type: 'ScreeningCompleted', data, ...inCase(about) }];
}

function evolve(state: Screening, event: ScreeningEvent): Screening {
  switch (event.type) {
    case 'ScreeningStarted': {
      const { record, imported } = event.data;
      return { ...state, about: { record, ...(event.caseid && { caseid: event.caseid }) }, ...(imported && { imported }) };
    }
    case 'ScreeningCompleted':
      return { ...state, completed: true };
  }
}

export const screening: Decider<ScreeningCommand, Screening, ScreeningEvent> = {
  initialState: { completed: false },
  decide,
  evolve,
};
