import type { Hlc } from '@satualur/contracts/hlc';
import type { AgencyKey } from '@satualur/contracts/ids';
import { PRIVATE } from './kinds';
import { audienceOf, type KnownEvent, publishedOf } from './known-event';
import { isReadable } from './readable';

/** From where on nothing more may reach an agency, until where. */
interface Mask {
  readonly after: Hlc;
  readonly until?: Hlc;
}

/** What ends or begins an agency's share in a case: its consent withdrawn, and a later sending or consent that names it anew. */
function turnFor(known: KnownEvent, agency: AgencyKey): 'closes' | 'opens' | undefined {
  if (known.log === agency || !isReadable(known)) return undefined;
  const event = publishedOf(known);
  switch (event.type) {
    case 'ConsentWithdrawn':
      return event.data.stops.some(({ recipient }) => recipient === agency) ? 'closes' : undefined;
    case 'ConsentGranted':
      return event.data.recipients.includes(agency) ? 'opens' : undefined;
    case 'ReferralSent':
      return event.data.to === agency ? 'opens' : undefined;
    default:
      return undefined;
  }
}

function masksFor(events: readonly KnownEvent[], agency: AgencyKey): readonly Mask[] {
  const masks: Mask[] = [];
  let after: Hlc | undefined;
  for (const known of events) {
    const turn = turnFor(known, agency);
    if (turn === 'closes') after ??= known.hlc;
    if (turn !== 'opens' || after === undefined) continue;
    masks.push({ after, until: known.hlc });
    after = undefined;
  }
  return after === undefined ? masks : [...masks, { after }];
}

const covers = ({ after, until }: Mask, { hlc }: KnownEvent): boolean => hlc > after && (until === undefined || hlc < until);

export interface Visible {
  /** In order; another agency's own affairs are left out. */
  readonly shown: readonly KnownEvent[];
  readonly isMasked: (known: KnownEvent) => boolean;
}

/** Somebody of an agency: an ordinary reader by its key; with a role of oversight, one who also sees every agency's own affairs. */
export type Reader = AgencyKey | { readonly overseerOf: AgencyKey };

/**
 * What an agency's readers may see of a case's events, given in order; without a reader, all. Once the person withdrew consent for its agency, what others write later
 * is masked for it, at every T, until a new consent or a new referral names it: but for what it wrote itself, and what is
 * addressed to it (architecture 9).
 */
export function visibleTo(events: readonly KnownEvent[], reader: Reader | undefined): Visible {
  if (!reader) return { shown: events, isMasked: () => false };
  const oversees = typeof reader === 'object';
  const agency = oversees ? reader.overseerOf : reader;
  const masks = masksFor(events, agency);
  const own = ({ log, envelope }: KnownEvent): boolean => log === agency || audienceOf(envelope).includes(agency);
  const isPrivate = (known: KnownEvent): boolean => known.log !== agency && PRIVATE.has(publishedOf(known).type);
  return {
    shown: oversees ? events : events.filter((known) => !isPrivate(known)),
    isMasked: (known) => !own(known) && masks.some((mask) => covers(mask, known)),
  };
}
