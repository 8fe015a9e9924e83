import type { LogReport, Movement, ReaderReport } from './demo';

type Head = Pick<LogReport, 'sealed' | 'addressed'>;

/** What a service cannot know of itself, and is told by who asks. */
export interface Elsewhere {
  /** How many events stand in each log but for those that this process wrote since it started. */
  readonly others: Readonly<Record<string, number>>;
  /** Logs of another process, as far as this one is to have read them. */
  readonly heads: Readonly<Record<string, Head>>;
}

/** What can be told at once, from memory. */
export type Standing = Required<Pick<Movement, 'logs' | 'applied' | 'written' | 'opening'>>;

/** Events that the log of this process is to hold, by who asks and by what this process wrote. */
const expected = (log: string, { written }: Standing, { others }: Elsewhere): number =>
  (others[log] ?? NaN) + (written[log] ?? 0);

/** More was written by others than who asks knew: waiting would not help. */
export const isOutdated = (standing: Standing, elsewhere: Elsewhere): boolean =>
  Object.entries(standing.logs).some(([log, { sealed }]) => sealed > expected(log, standing, elsewhere));

/**
 * Whether this service has nothing left to do that it could know of: every event committed to its logs is sealed and carried to Kafka,
 * and each of its readers stands at the head of what it reads.
 */
export function isAtRest(standing: Standing, elsewhere: Elsewhere): boolean {
  const { logs, applied, opening } = standing;
  return (
    opening === 0 &&
    Object.entries(logs).every(
      ([log, { sealed, relayed }]) => relayed === sealed && sealed === expected(log, standing, elsewhere),
    ) &&
    readToTheEnd(applied, { ...elsewhere.heads, ...logs })
  );
}

/** A reader tells only of logs that it has met: one that has not met a log which addresses its agency is behind. */
function readToTheEnd(applied: readonly ReaderReport[], heads: Readonly<Record<string, Head>>): boolean {
  const inboxes = new Map<string, number>();
  const own = applied.filter(({ reader, agency, log, seq }) => {
    if (reader === 'inbox') inboxes.set(`${agency} ${log}`, seq);
    return reader === 'own-log';
  });
  return (
    own.every(({ log, seq }) => seq >= (heads[log]?.sealed ?? 0)) &&
    own.every(({ agency }) =>
      Object.entries(heads).every(
        ([log, { addressed }]) => (inboxes.get(`${agency} ${log}`) ?? 0) >= (addressed[agency ?? ''] ?? 0),
      ),
    )
  );
}
