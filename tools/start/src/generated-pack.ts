import { agencyStories } from './generator/agency.stories';
import { agencies, ALL_AGENTS, codeAt } from './generator/agents';
import { A, at, B, DAY, FROM, HOUR, PERIOD } from './generator/calendar';
import { consentStories } from './generator/consent.stories';
import { expectedOf, type SameAgency } from './generator/expected';
import { History, type Policies } from './generator/history';
import { drawing } from './generator/random';
import { recordStories } from './generator/record.stories';
import { referralStories, type Story } from './generator/referral.stories';

const STORIES: readonly Story[] = [...referralStories, ...consentStories, ...agencyStories, ...recordStories];

const taskForces = [
  { kabkota: '6305', exists: false },
  { kabkota: '6371', exists: true },
  { kabkota: '6372', exists: true },
];

/** Policies are data, and differ from pack to pack. */
const policiesOf = (seed: number): Policies =>
  seed % 2 === 1
    ? {
        ...{ acknowledgeHours: 24, decideHours: 72, stopConfirmHours: 72, restitutionDays: 14 },
        ...{ statutoryDays: 7, statutoryDayEnds: 'Elapsed24h' },
      }
    : {
        ...{ acknowledgeHours: 12, decideHours: 60, stopConfirmHours: 48, restitutionDays: 10 },
        ...{ statutoryDays: 6, statutoryDayEnds: 'EndOfLocalDay' },
      };

/** Codes are one agency's when the agency that bears the one at its instant bears the other at its own. */
const sameAgency: SameAgency = (code, instant, other, otherInstant) =>
  ALL_AGENTS.some((agent) => codeAt(agent, Date.parse(instant)) === code && codeAt(agent, Date.parse(otherInstant)) === other);

/**
 * An acceptance pack of format 1 with an invented history of `victims` stories, the same for the same seed. Its answers are computed here,
 * of the history alone: states of referrals, due dates, and the figures that rest on no link. Nobody in it exists.
 */
export function generatedPack(victims: number, seed: number): object {
  const policies = policiesOf(seed);
  const history = new History(policies, drawing(seed));
  const turns = new Map<Story, number>();
  const length = A - 12 * DAY - FROM;
  for (let index = 0; index < victims; index++) {
    const start = FROM + Math.floor((length * index) / victims / 60_000) * 60_000 + 9 * HOUR;
    const story = STORIES[index % STORIES.length]!;
    const turn = turns.get(story) ?? 0;
    turns.set(story, turn + 1);
    story(history, start, turn);
  }
  const { records, updates, referrals, consents, restitution, caseEvents, refusedCommands } = history;
  return {
    ...{ pack: `generated-${victims}-${seed}`, formatVersion: 1, timezone: 'Asia/Makassar' },
    ...{ period: PERIOD, asOf: { A: at(A), B: at(B) } },
    policies: { ...policies, publicThreshold: 5, provincialSecretariat: 'DP3AKB-63' },
    ...{ population: 4_000_000, agencies, taskForces },
    ...{ records, updates, referrals, consents, restitution, caseEvents, refusedCommands },
    expected: expectedOf(history, taskForces, sameAgency),
  };
}
