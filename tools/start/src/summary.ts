import type { Api, Staff } from './api';
import { msOf } from './inputs';
import type { Pack } from './pack';
import type { Played } from './player';
import type { Screen } from './screen';

interface ReferralLine {
  readonly ref: string;
  readonly state: string;
}
interface TimelineBody {
  readonly final: boolean;
  readonly referrals: readonly ReferralLine[];
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
    const checks = [...(await this.referralChecks()), ...this.refusalChecks(), await this.digestCheck()];
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
      const code = because === 'Expired' ? 'REFERRAL_EXPIRED' : answer?.code;
      return {
        what: `${command} of ${referralId} refused: ${answer?.code}`,
        holds: answer?.refused === true && answer.code === code,
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
    const states = new Map<string, string>();
    for (const { caseid } of this.played.cases) {
      const instant = new Date(msOf(asOf)).toISOString();
      const { status, body } = await this.api.get(
        'timeline',
        `/cases/${caseid}/timeline?asOf=${encodeURIComponent(instant)}`,
        this.reader,
      );
      if (status !== 200) continue;
      for (const { ref, state } of (body as unknown as TimelineBody).referrals) states.set(ref, state);
    }
    return states;
  }
}
