import { type Instant, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { ConsentSummary, GrantSummary, WithdrawalSummary } from '@satualur/contracts/timeline/summaries';
import { type KnownEvent, publishedOf, type PublishedOf } from '../known-event';
import { type Streams, summarise, utc } from './streams';

interface Asked extends WithdrawalSummary {
  readonly stop: Uuid;
}
interface Consent extends Omit<ConsentSummary, 'withdrawals'> {
  readonly asked: readonly Asked[];
}

/** One line a record: what was granted, and how each withdrawal stands with each recipient. */
export function consentsOf(streams: Streams): readonly ConsentSummary[] {
  const stops = streams('stop');
  return summarise(streams('consent'), evolve).map(({ asked, ...consent }) => ({
    ...consent,
    withdrawals: asked.map(({ stop, ...withdrawal }) =>
      standing(withdrawal, confirmedAt(stops.get(streamOf('stop', stop)) ?? []) ?? withdrawal.confirmed),
    ),
  }));
}

/** By the recipient's own event, where it is known. */
function confirmedAt(events: readonly KnownEvent[]): Instant | undefined {
  const confirmed = events.find((known) => publishedOf(known).type === 'ProcessingStopConfirmed');
  return confirmed && utc(confirmed.envelope.time);
}

const standing = (withdrawal: WithdrawalSummary, confirmed: Instant | null): WithdrawalSummary => ({
  ...withdrawal,
  confirmed,
  state: confirmed ? 'confirmed' : withdrawal.overdue ? 'overdue' : 'requested',
});

const opened = ({ envelope, log }: KnownEvent): Consent => ({
  record: uuidOfStream(envelope.subject),
  agency: log,
  grants: [],
  asked: [],
  guardianConflict: false,
});

function evolve(before: Consent | undefined, known: KnownEvent): Consent {
  const consent = before ?? opened(known);
  const event = publishedOf(known);
  const at = utc(known.envelope.time);
  switch (event.type) {
    case 'ConsentGranted':
      return { ...consent, grants: [...consent.grants, granted(event.data, at)] };
    case 'ConsentWithdrawn':
      return { ...consent, asked: [...consent.asked, ...withdrawn(event.data, at)] };
    case 'StopConfirmationNoted':
      return changed(consent, event.data.stop, { confirmed: utc(event.data.at) });
    case 'StopOverdue':
      return changed(consent, event.data.stop, { overdue: true });
    case 'GuardianConflictNoted':
      return { ...consent, guardianConflict: true };
    default:
      return consent;
  }
}

const changed = (consent: Consent, stop: Uuid, change: Partial<WithdrawalSummary>): Consent => ({
  ...consent,
  asked: consent.asked.map((asked) => (asked.stop === stop ? { ...asked, ...change } : asked)),
});

const granted = (data: PublishedOf<'ConsentGranted'>['data'], at: Instant): GrantSummary => ({
  granted: at,
  recipients: data.recipients,
  purposes: data.purposes,
  classes: data.classes,
  givenBy: data.givenBy,
  expires: data.expiresAt ? utc(data.expiresAt) : null,
});

const withdrawn = ({ stops, confirmBy }: PublishedOf<'ConsentWithdrawn'>['data'], at: Instant): readonly Asked[] =>
  stops.map(({ recipient, stop }) => ({
    ...{ recipient, stop, withdrawn: at, confirmBy: utc(confirmBy) },
    ...{ state: 'requested', confirmed: null, overdue: false },
  }));
