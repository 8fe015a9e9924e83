import { uuidOfStream } from '@satualur/contracts/ids';
import type { RestitutionSummary } from '@satualur/contracts/timeline/summaries';
import type { RestitutionEvent } from '@satualur/contracts/victim-services/events';
import { type KnownEvent, publishedOf } from '../known-event';
import { type Streams, summarise, utc } from './streams';

type Ledger = Omit<RestitutionSummary, 'outstanding'>;

/** One ledger a claim: awarded less paid is outstanding, also where less than nought; overdue while anything is owed, once its day has passed. */
export const restitutionOf = (streams: Streams): readonly RestitutionSummary[] =>
  summarise(streams('restitution'), evolve).map((ledger) => {
    const outstanding = (ledger.awarded ?? 0) - ledger.paid;
    return { ...ledger, outstanding, overdue: ledger.overdue && outstanding > 0 };
  });

const opened = ({ envelope, log }: KnownEvent, { data }: RestitutionEvent): Ledger => ({
  ...{ claim: uuidOfStream(envelope.subject), record: data.record, ref: null, agency: log, explained: null },
  ...{ claimed: null, assessed: null, demanded: null, awarded: null, deposited: 0, paid: 0 },
  ...{ dueOn: null, overdue: false, substituteDetention: null },
});

function evolve(before: Ledger | undefined, known: KnownEvent): Ledger {
  const event = publishedOf(known) as RestitutionEvent;
  const ledger = before ?? opened(known, event);
  switch (event.type) {
    case 'RestitutionRightExplained':
      return { ...ledger, explained: utc(known.envelope.time) };
    case 'RestitutionClaimed':
      return { ...ledger, claimed: event.data.amount, ref: event.data.ref ?? ledger.ref };
    case 'RestitutionAssessed':
      return { ...ledger, assessed: event.data.amount };
    case 'RestitutionDemanded':
      return { ...ledger, demanded: event.data.amount };
    case 'RestitutionAwarded':
      return { ...ledger, awarded: event.data.amount };
    case 'RestitutionDeposited':
      return { ...ledger, deposited: ledger.deposited + event.data.amount };
    case 'RestitutionVerdictNotified':
      return { ...ledger, dueOn: event.data.dueOn };
    case 'RestitutionPaid':
      return { ...ledger, paid: ledger.paid + event.data.amount };
    case 'RestitutionOverdue':
      return { ...ledger, overdue: true };
    case 'SubstituteDetentionImposed':
      return { ...ledger, substituteDetention: (ledger.substituteDetention ?? 0) + event.data.months };
  }
}
