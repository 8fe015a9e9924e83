import { type Check, compared } from './checks';
import { msOf } from './instants';
import type { Pack, PackReferral } from './pack';
import type { Told, ToldAt } from './told';
import { daysLater, elapsedDays, endOfLocalDay } from './wita';

interface Line {
  readonly outcome: string;
  readonly days: number | null;
}

/** Reasons of the person's own, for which a clock ends without a breach. */
const PERSONS = new Set(['ConsentWithdrawn', 'VictimDeclined', 'NotAVictim', 'MovedAway', 'Deceased']);

function limitMs(requestedMs: number, { statutoryDays, statutoryDayEnds }: Pack['policies']): number {
  return statutoryDayEnds === 'EndOfLocalDay' ? endOfLocalDay(requestedMs, statutoryDays) : daysLater(requestedMs, statutoryDays);
}

/** One clock over a whole chain of referrals as of T (FORMAT 7); undefined before any of it was sent. */
function lineAt(chain: readonly PackReferral[], policies: Pack['policies'], atMs: number): Line | undefined {
  const sent = chain.filter(({ sentAt }) => msOf(sentAt) < atMs);
  if (sent.length === 0) return undefined;
  const requested = Math.min(...chain.map(({ requestedAt }) => msOf(requestedAt)));
  const limit = limitMs(requested, policies);
  const starts = sent.flatMap(({ serviceStartedAt: at }) => (at !== null && msOf(at) < atMs ? [msOf(at)] : []));
  if (starts.length === 0) return { outcome: unserved(sent, limit, atMs), days: null };
  const started = Math.min(...starts);
  return { outcome: started <= limit ? 'met' : 'breached', days: elapsedDays(requested, started) };
}

function unserved(sent: readonly PackReferral[], limit: number, atMs: number): string {
  const [last] = [...sent].sort((a, b) => msOf(b.sentAt) - msOf(a.sentAt)) as [PackReferral];
  const ended =
    last.closedAs === 'Withdrawn' || last.closedAs === 'Terminated' ? msOf(last.closedAt ?? last.decidedAt) : Infinity;
  if (ended <= limit && ended < atMs && PERSONS.has(last.reason ?? '')) return 'withdrawn';
  return limit < atMs ? 'breached' : 'running';
}

/** The statutory clock of every application, at A and at B. */
export function applicationChecks(pack: Pack, told: ToldAt): readonly Check[] {
  const chains = new Map<string, PackReferral[]>();
  for (const referral of pack.referrals) {
    const { serviceApplicationId: ref } = referral;
    if (ref !== null) chains.set(ref, [...(chains.get(ref) ?? []), referral]);
  }
  const given = { A: linesIn(told.A), B: linesIn(told.B) };
  return [...chains].flatMap(([ref, chain]) =>
    (['A', 'B'] as const).flatMap((asOf) => {
      const wanted = lineAt(chain, pack.policies, msOf(pack.asOf[asOf]));
      const line = given[asOf].get(ref);
      const what = `application ${ref} at ${asOf}: ${line?.days ?? '-'} days, ${line?.outcome ?? 'absent'}`;
      return wanted === undefined ? [] : [compared(what, line, wanted)];
    }),
  );
}

const linesIn = (told: Told): ReadonlyMap<string, Line> =>
  new Map(told.flatMap(({ applications }) => applications.map(({ ref, outcome, days }) => [ref as string, { outcome, days }])));
