import { AGENCY_SERVICES, type AgencyService } from '@satualur/contracts/catalogue';
import type { Hlc } from '@satualur/contracts/hlc';
import { type AgencyKey, type CaseId, type StreamId, streamOf, type Uuid, uuidv7 } from '@satualur/contracts/ids';
import { categoryNames } from './made-up-events';
import { Random, uuidOf } from './random';

/** How an act ends if nothing is killed: committed, committed after being left open, or rolled back in one of three ways. */
export type Ending = 'commit' | 'held' | 'failing-statement' | 'rolled-back' | 'cut-off';

/** Rolled back or cut off in the middle, on a stream of its own: nothing else may end the transaction first. */
export const isAbandoned = (ending: Ending): boolean => ending === 'rolled-back' || ending === 'cut-off';

/** One command of one session, fully told: retried, it is the same. */
export interface Act {
  readonly id: Uuid;
  readonly session: string;
  readonly agency: AgencyKey;
  readonly service: AgencyService;
  readonly stream: StreamId;
  readonly caseid: CaseId;
  readonly events: number;
  readonly audience?: AgencyKey;
  readonly checks?: StreamId;
  readonly cause?: { readonly id: Uuid; readonly hlc: Hlc };
  readonly ending: Ending;
  /** How long the transaction is left open. */
  readonly openMs: number;
}

export interface Surroundings {
  readonly seed: string;
  readonly agencies: readonly AgencyKey[];
  readonly services: readonly AgencyService[];
  readonly session: string;
  readonly heldShare: number;
}

/** Streams shared by all writers live for so many events of one writer, then others take their place: none grows without end. */
const EPOCH_EVENTS = 400;
const SHARED = { perCategory: 3, cases: 40 };
const SHARE = { rolledBack: 0.05, leftOpen: 0.02, newStream: 0.5, several: 0.2, addressed: 0.1, checking: 0.1 };
const ENDINGS = ['failing-statement', 'rolled-back', 'cut-off'] as const;

function endingOf(random: Random, heldShare: number): Pick<Act, 'ending' | 'openMs'> {
  if (random.chance(SHARE.rolledBack)) {
    const openMs = random.chance(SHARE.leftOpen) ? Math.round(random.between(500, 3_000)) : 0;
    return { ending: random.pick(ENDINGS), openMs };
  }
  if (random.chance(heldShare)) return { ending: 'held', openMs: Math.round(random.between(1_000, 3_000)) };
  return { ending: 'commit', openMs: 0 };
}

const sharedStream = (random: Random, seed: string, agency: string, category: string, epoch: number): StreamId =>
  streamOf(category, uuidOf(seed, agency, category, epoch, random.below(SHARED.perCategory)));

/** What a session does next, drawn from its seed. @param done events written so far by this writer's process */
export function nextAct(random: Random, around: Surroundings, done: number, cause: Act['cause']): Act {
  const { seed, agencies, session } = around;
  const epoch = Math.floor(done / EPOCH_EVENTS);
  const [agency, service] = [random.pick(agencies), random.pick(around.services)];
  const category = random.pick(categoryNames(service));
  const ends = endingOf(random, around.heldShare);
  const shared = sharedStream(random, seed, agency, category, epoch);
  const stream =
    isAbandoned(ends.ending) || random.chance(SHARE.newStream)
      ? streamOf(category, uuidv7(Date.now(), random.bytes(10)))
      : shared;
  const others = agencies.filter((other) => other !== agency);
  return {
    id: uuidv7(Date.now(), random.bytes(10)),
    session,
    agency,
    service,
    stream,
    caseid: uuidOf(seed, 'case', epoch, random.below(SHARED.cases)) as CaseId,
    events: random.chance(SHARE.several) ? 2 + random.below(4) : 1,
    ...(others.length > 0 && random.chance(SHARE.addressed) && { audience: random.pick(others) }),
    ...(service !== 'intake' && random.chance(SHARE.checking) && { checks: sharedStream(random, seed, agency, 'record', epoch) }),
    ...(cause && random.chance(0.3) && { cause }),
    ...ends,
  };
}

/** Services a writing process plays: with three processes or more one each, with fewer all. */
export const servicesOf = (process: number, processes: number): readonly AgencyService[] =>
  processes < AGENCY_SERVICES.length ? AGENCY_SERVICES : [AGENCY_SERVICES[process % AGENCY_SERVICES.length]!];
