import { instantOf, msOfInstant } from '@satualur/contracts/ids';
import { elapsedDays, statutoryDue } from '@satualur/contracts/registry/deadlines';
import type { Api, Staff } from './api';
import { msOf } from './inputs';
import type { Pack } from './pack';
import type { Played } from './player';
import type { Screen } from './screen';

interface ReferralLine {
  readonly ref: string;
  readonly state: string;
}
interface ApplicationLine {
  readonly ref: string;
  readonly outcome: string;
  readonly days: number | null;
}
interface TimelineBody {
  readonly final: boolean;
  readonly referrals: readonly ReferralLine[];
  readonly applications: readonly ApplicationLine[];
}
interface Check {
  readonly what: string;
  readonly holds: boolean;
  readonly detail?: string;
}

/** Prints the timelines as they came out at the other end of Kafka, and holds them against the pack's answers; true if all is right. */
export class Summary {
  constructor(
    private readonly pack: Pack,
    private readonly played: Played,
    private readonly api: Api,
    private readonly reader: Staff,
    private readonly screen: Screen,
  ) {}

  async print(): Promise<boolean> {
    for (const { caseid, record, agency } of this.played.cases) {
      this.screen.line();
      this.screen.line(`Case opened by ${record} of ${agency}`);
      this.screen.line(await this.api.text('timeline', `/cases/${caseid}/timeline?lang=id`, this.reader));
    }
    const now = await this.timelines();
    const checks = [
      ...(await this.referralChecks()),
      ...applicationsOf(this.pack).map((expected) => applicationCheck(expected, now)),
      ...this.refusalChecks(),
      { what: 'every entry of every timeline is final', holds: now.length > 0 && now.every(({ final }) => final) },
      await this.digestCheck(),
    ];
    this.screen.line();
    this.screen.line('Checked against the pack:');
    for (const { what, holds, detail } of checks)
      this.screen.line(`  ${holds ? 'right' : 'WRONG'}  ${what}${detail ? ` (${detail})` : ''}`);
    return checks.every(({ holds }) => holds);
  }

  private async referralChecks(): Promise<Check[]> {
    const [atA, atB] = await Promise.all([this.states(this.pack.asOf.A), this.states(this.pack.asOf.B)]);
    return this.pack.referrals.map(({ referralId: ref, statusAtA, statusAtB }) => {
      const given = [atA.get(ref) ?? null, atB.get(ref) ?? null];
      const holds = given[0] === (statusAtA ?? null) && given[1] === (statusAtB ?? null);
      return {
        what: `referral ${ref}: ${given.join(' at A, ')} at B`,
        holds,
        ...(!holds && { detail: `the pack says ${statusAtA}, ${statusAtB}` }),
      };
    });
  }

  private refusalChecks(): Check[] {
    return this.pack.refusedCommands.map(({ command, referralId, because }, index) => {
      const answer = this.played.refused[index];
      const named = because !== 'Expired' || answer?.code === 'REFERRAL_EXPIRED';
      return {
        what: `${command} of ${referralId} refused: ${answer?.code}`,
        holds: answer?.refused === true && answer.code !== '' && named,
      };
    });
  }

  private async digestCheck(): Promise<Check> {
    const { body } = await this.api.post('timeline', '/digest/verify', this.reader, `verify ${Date.now()}`, {});
    const { live, rebuilt } = body as { live?: string; rebuilt?: string };
    return {
      what: `digest of the live timeline ${live?.slice(0, 16)}… = of a rebuild`,
      holds: live !== undefined && live === rebuilt,
    };
  }

  private async states(asOf: string): Promise<Map<string, string>> {
    const told = await this.timelines(`?asOf=${encodeURIComponent(new Date(msOf(asOf)).toISOString())}`);
    return new Map(told.flatMap(({ referrals }) => referrals.map(({ ref, state }) => [ref, state] as const)));
  }

  private async timelines(query = ''): Promise<readonly TimelineBody[]> {
    const answers = await Promise.all(
      this.played.cases.map(({ caseid }) => this.api.get('timeline', `/cases/${caseid}/timeline${query}`, this.reader)),
    );
    return answers.flatMap(({ status, body }) => (status === 200 ? [body as unknown as TimelineBody] : []));
  }
}

/** What the pack says of each service application: one clock over the whole chain of referrals (FORMAT 7). */
function applicationsOf({ referrals, policies, asOf }: Pack): readonly ApplicationLine[] {
  const refs = [...new Set(referrals.flatMap(({ serviceApplicationId }) => serviceApplicationId ?? []))];
  return refs.map((ref) => {
    const chain = referrals.filter(({ serviceApplicationId }) => serviceApplicationId === ref);
    const requested = instantOf(Math.min(...chain.map(({ requestedAt }) => msOf(requestedAt))));
    const starts = chain.flatMap(({ serviceStartedAt }) => (serviceStartedAt === null ? [] : [msOf(serviceStartedAt)]));
    const due = msOfInstant(statutoryDue(requested, { ...policies, expiryGraceHours: 0 }));
    if (starts.length === 0) return { ref, outcome: due < msOf(asOf.B) ? 'breached' : 'running', days: null };
    const started = Math.min(...starts);
    return { ref, outcome: started <= due ? 'met' : 'breached', days: elapsedDays(requested, instantOf(started)) };
  });
}

function applicationCheck(expected: ApplicationLine, told: readonly TimelineBody[]): Check {
  const given = told.flatMap(({ applications }) => applications).find(({ ref }) => ref === expected.ref);
  const holds = given?.outcome === expected.outcome && given.days === expected.days;
  const what = `application ${expected.ref}: ${given?.days ?? '-'} days, ${given?.outcome ?? 'absent'}`;
  return { what, holds, ...(!holds && { detail: `the pack says ${expected.days ?? '-'} days, ${expected.outcome}` }) };
}
