import type { Api, Staff } from './api';
import { applicationChecks } from './application-answers';
import { type Check, compared } from './checks';
import { stopChecks } from './consent-answers';
import { figureChecks, OF_RECONCILIATION_AND_REPORTING } from './figure-answers';
import type { Coverage } from './figures';
import type { Pack } from './pack';
import type { Played } from './player';
import { lifeChecks, stateChecks } from './referral-answers';
import { OF_RECONCILIATION, type Refusal } from './refused-commands';
import { ledgerChecks } from './restitution-answers';
import type { Screen } from './screen';
import { readTold, statesIn, type ToldAt } from './told';

/** A pack with more cases than this is told by its counts; the timelines stay to be asked for. */
const CASES_TOLD = 5;

/** What the product says of a pack: states of referrals as known at A and B, and what it refused. */
export interface Figures {
  readonly referrals: Readonly<Record<string, { readonly asOfA: string | null; readonly asOfB: string | null }>>;
  readonly refused: readonly Refusal[];
}

/** Prints what came out at the other end of Kafka, and holds it against the pack's answers; true if all is right. */
export class Summary {
  private reading: Promise<ToldAt> | undefined;

  constructor(
    private readonly pack: Pack,
    private readonly played: Played,
    private readonly api: Api,
    private readonly reader: Staff,
    private readonly screen: Screen,
  ) {}

  async print(): Promise<boolean> {
    if (this.played.cases.length <= CASES_TOLD) await this.tell();
    const checks = await this.checks();
    this.report(checks);
    return checks.every(({ holds }) => holds);
  }

  /** Everything that the pack answers, each with whether the product says the same. */
  async checks(): Promise<readonly Check[]> {
    const { pack } = this;
    const { ids, refused } = this.played;
    const told = await this.told();
    return [
      ...stateChecks(pack, told),
      ...lifeChecks(pack, told),
      ...applicationChecks(pack, told),
      ...stopChecks(pack, told, ids),
      ...ledgerChecks(pack, told, ids),
      ...figureChecks(pack, told, await this.coverage()),
      ...refusalChecks(pack, refused),
      { what: 'every entry of every timeline is final', holds: told.now.length > 0 && told.now.every(({ final }) => final) },
      await this.digestCheck(),
    ];
  }

  /** Read from the timeline as known at A and at B. */
  async figures(): Promise<Figures> {
    return figuresFile(this.pack, await this.told(), this.played.refused);
  }

  private told(): Promise<ToldAt> {
    this.reading ??= readTold(this.pack, this.played, this.api, this.reader);
    return this.reading;
  }

  private async tell(): Promise<void> {
    for (const { caseid, record, agency } of this.played.cases) {
      this.screen.line();
      this.screen.line(`Case opened by ${record} of ${agency}`);
      this.screen.line(await this.api.text('timeline', `/cases/${caseid}/timeline?lang=id`, this.reader));
    }
  }

  /** Every check of a small pack; of a large one what is wrong, and how many are right. */
  private report(checks: readonly Check[]): void {
    const shown = this.played.cases.length <= CASES_TOLD ? checks : checks.filter(({ holds }) => !holds);
    this.screen.line();
    this.screen.line('Checked against the pack:');
    for (const { what, holds, detail } of shown)
      this.screen.line(`  ${holds ? 'right' : 'WRONG'}  ${what}${detail ? ` (${detail})` : ''}`);
    const later = Object.keys(this.pack.expected?.asOfB ?? {}).filter((head) => OF_RECONCILIATION_AND_REPORTING.has(head));
    if (later.length > 0) this.screen.line(`  of reconciliation and reporting, not compared: ${later.join(', ')}`);
    const right = checks.filter(({ holds }) => holds).length;
    this.screen.line(`  ${right} of ${checks.length} are right, over ${this.played.cases.length} cases`);
  }

  private async coverage(): Promise<Coverage> {
    const { body } = await this.api.get('registry', '/task-forces', this.reader);
    return body['taskForces'] as Coverage;
  }

  private async digestCheck(): Promise<Check> {
    const { body } = await this.api.post('timeline', '/digest/verify', this.reader, `verify ${Date.now()}`, {});
    const { live, rebuilt } = body as { live?: string; rebuilt?: string };
    return {
      what: `digest of the live timeline ${live?.slice(0, 16)}… = of a rebuild`,
      holds: live !== undefined && live === rebuilt,
    };
  }
}

/** What `--figures` writes: every referral and every refused command of what was played. */
export function figuresFile(pack: Pack, told: Pick<ToldAt, 'A' | 'B'>, refused: readonly Refusal[]): Figures {
  const [atA, atB] = [statesIn(told.A), statesIn(told.B)];
  const refs = pack.referrals.map(({ referralId }) => referralId).sort();
  return {
    referrals: Object.fromEntries(refs.map((ref) => [ref, { asOfA: atA.get(ref) ?? null, asOfB: atB.get(ref) ?? null }])),
    refused: refused.map(({ index, refused: was, code }) => ({ index, refused: was, code })),
  };
}

/** The service's own code for each reason of a refusal (FORMAT 2, refusedCommands). */
const CODES: Readonly<Record<string, readonly string[]>> = {
  Expired: ['REFERRAL_EXPIRED'],
  IllegalTransition: ['ILLEGAL_TRANSITION', 'REFERRAL_EXPIRED', 'REFERRAL_NOT_ACCEPTED'],
  DuplicateOpen: ['DUPLICATE_OPEN'],
  ConsentWithdrawn: ['CONSENT_WITHDRAWN'],
  GuardianConflict: ['GUARDIAN_CONFLICT'],
  RecipientInactive: ['RECIPIENT_INACTIVE'],
};

/** Every command that was to be refused, but those of reconciliation. */
export function refusalChecks(pack: Pack, refused: readonly Refusal[]): readonly Check[] {
  const outcomes = new Map(refused.map((one) => [one.index, one]));
  return pack.refusedCommands.flatMap(({ command, because, referralId, fromRecord, index }) => {
    if (OF_RECONCILIATION.has(command)) return [];
    const { refused: was = false, code = null } = outcomes.get(index) ?? {};
    const fits = code !== null && (CODES[because]?.includes(code) ?? false);
    const check = compared(`${command} of ${referralId ?? fromRecord} refused: ${code}`, was && fits, true);
    return [check.holds ? check : { ...check, detail: `the pack says ${because}` }];
  });
}
