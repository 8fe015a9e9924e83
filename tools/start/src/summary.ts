import { instantOf, msOfInstant } from '@satualur/contracts/ids';
import { elapsedDays, statutoryDue } from '@satualur/contracts/registry/deadlines';
import type { ToldTimeline } from '@satualur/contracts/timeline/views';
import type { Api, Staff } from './api';
import { inParallel } from './in-parallel';
import { msOf } from './inputs';
import type { Pack, PackReferral } from './pack';
import type { Played } from './player';
import type { Screen } from './screen';

/** A pack with more cases than this is told by its counts; the timelines stay to be asked for. */
const CASES_TOLD = 5;
const READ_SIDE_BY_SIDE = 6;

type AsOf = 'A' | 'B';

interface Check {
  readonly what: string;
  readonly holds: boolean;
  readonly detail?: string;
}

/** What the product says of a pack: states of referrals as known at A and B, and what it refused. */
export interface Figures {
  readonly referrals: Readonly<Record<string, { readonly asOfA: string | null; readonly asOfB: string | null }>>;
  readonly refused: Played['refused'];
}

/** Prints what came out at the other end of Kafka, and holds it against the pack's answers; true if all is right. */
export class Summary {
  constructor(
    private readonly pack: Pack,
    private readonly played: Played,
    private readonly api: Api,
    private readonly reader: Staff,
    private readonly screen: Screen,
  ) {}

  async print(): Promise<boolean> {
    if (this.played.cases.length <= CASES_TOLD) await this.tell();
    const at = { A: await this.timelines(this.pack.asOf.A), B: await this.timelines(this.pack.asOf.B) };
    const now = await this.timelines();
    const checks = [
      ...this.referralChecks(at),
      ...applicationChecks(this.pack, now),
      ...(['A', 'B'] as const).flatMap((asOf) => this.figureChecks(asOf, at[asOf])),
      ...this.refusalChecks(),
      { what: 'every entry of every timeline is final', holds: now.length > 0 && now.every(({ final }) => final) },
      await this.digestCheck(),
    ];
    this.report(checks);
    return checks.every(({ holds }) => holds);
  }

  /** Read from the timeline as known at A and at B. */
  async figures(): Promise<Figures> {
    const atA = statesIn(await this.timelines(this.pack.asOf.A));
    const atB = statesIn(await this.timelines(this.pack.asOf.B));
    const refs = this.pack.referrals.map(({ referralId }) => referralId).sort();
    const state = (ref: string) => ({ asOfA: atA.get(ref) ?? null, asOfB: atB.get(ref) ?? null });
    return { referrals: Object.fromEntries(refs.map((ref) => [ref, state(ref)])), refused: this.played.refused };
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
    const right = checks.filter(({ holds }) => holds).length;
    this.screen.line(`  ${right} of ${checks.length} are right, over ${this.played.cases.length} cases`);
  }

  private referralChecks(at: Readonly<Record<AsOf, readonly ToldTimeline[]>>): Check[] {
    const [atA, atB] = [statesIn(at.A), statesIn(at.B)];
    return this.pack.referrals
      .filter(({ statusAtA }) => statusAtA !== undefined)
      .map(({ referralId: ref, statusAtA, statusAtB }) => {
        const given = [atA.get(ref) ?? null, atB.get(ref) ?? null];
        const holds = given[0] === statusAtA && given[1] === statusAtB;
        return {
          what: `referral ${ref}: ${given.join(' at A, ')} at B`,
          holds,
          ...(!holds && { detail: `the pack says ${statusAtA}, ${statusAtB}` }),
        };
      });
  }

  /** Consents and restitution as the pack counts them (FORMAT 8), where the whole pack was played. */
  private figureChecks(asOf: AsOf, told: readonly ToldTimeline[]): Check[] {
    const expected = this.pack.expected?.[`asOf${asOf}`];
    if (!expected) return [];
    const given = { consent: consentFigures(told), restitutionIDR: restitutionFigures(told) };
    return Object.entries(given).flatMap(([name, values]) =>
      Object.entries(values).map(([key, value]): Check => {
        const wanted = (expected[name as keyof typeof given] as Readonly<Record<string, unknown>>)[key];
        const what = `${name}.${key} at ${asOf}: ${value}`;
        return { what, holds: value === wanted, ...(value !== wanted && { detail: `the pack says ${String(wanted)}` }) };
      }),
    );
  }

  private refusalChecks(): Check[] {
    return this.played.refused.flatMap(({ index, refused, code, open }) => {
      if (open !== undefined || code === null) return [];
      const { command, referralId, fromRecord, because } = this.pack.refusedCommands[index]!;
      const fits = codes[because]?.includes(code) ?? code !== '';
      const what = `${command} of ${referralId ?? fromRecord} refused: ${code}`;
      return { what, holds: refused && fits, ...(!fits && { detail: `the pack says ${because}` }) };
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

  private async timelines(asOf?: string): Promise<readonly ToldTimeline[]> {
    const query = asOf === undefined ? '' : `?asOf=${encodeURIComponent(new Date(msOf(asOf)).toISOString())}`;
    const told = new Map<string, ToldTimeline>();
    await inParallel(this.played.cases, READ_SIDE_BY_SIDE, async ({ caseid }) => {
      const { status, body } = await this.api.get('timeline', `/cases/${caseid}/timeline${query}`, this.reader);
      if (status === 200) told.set(caseid, body as unknown as ToldTimeline);
    });
    return this.played.cases.flatMap(({ caseid }) => told.get(caseid) ?? []);
  }
}

/** The service's own code for each reason of a refusal (FORMAT 2, refusedCommands). */
const codes: Readonly<Record<string, readonly string[]>> = {
  Expired: ['REFERRAL_EXPIRED'],
  IllegalTransition: ['ILLEGAL_TRANSITION', 'REFERRAL_EXPIRED', 'REFERRAL_NOT_ACCEPTED'],
  DuplicateOpen: ['DUPLICATE_OPEN'],
  ConsentWithdrawn: ['CONSENT_WITHDRAWN'],
  GuardianConflict: ['GUARDIAN_CONFLICT'],
  RecipientInactive: ['RECIPIENT_INACTIVE'],
};

type Told = readonly ToldTimeline[];

function consentFigures(told: Told) {
  const consents = told.flatMap(({ consents: some }) => some);
  const stops = consents.flatMap(({ withdrawals }) => withdrawals);
  const acts = consents.flatMap(({ record, withdrawals }) => withdrawals.map(({ withdrawn }) => `${record} ${withdrawn}`));
  const inTime = stops.filter(
    ({ confirmed, confirmBy }) => confirmed !== null && msOfInstant(confirmed) <= msOfInstant(confirmBy),
  );
  return { withdrawals: new Set(acts).size, confirmedWithin72h: inTime.length };
}

function restitutionFigures(told: Told) {
  const claims = told.flatMap(({ restitution }) => restitution).filter(({ claimed }) => claimed !== null);
  const sum = (of: (claim: (typeof claims)[number]) => number) => claims.reduce((total, claim) => total + of(claim), 0);
  return {
    claimed: sum(({ claimed }) => claimed ?? 0),
    awarded: sum(({ awarded }) => awarded ?? 0),
    paid: sum(({ paid }) => paid),
    outstanding: sum(({ outstanding }) => outstanding),
    victimsOverdue: claims.filter(({ overdue, outstanding }) => overdue && outstanding > 0).length,
  };
}

const statesIn = (told: Told): Map<string, string> =>
  new Map(told.flatMap(({ referrals }) => referrals.map(({ ref, state }) => [ref, state] as const)));

interface ApplicationLine {
  readonly ref: string;
  readonly outcome: string;
  readonly days: number | null;
}

const PERSONS = new Set(['ConsentWithdrawn', 'VictimDeclined', 'NotAVictim', 'MovedAway', 'Deceased']);

/** What the pack says of each service application at B: one clock over the whole chain of referrals (FORMAT 7). */
function applicationsOf({ referrals, policies, asOf }: Pack): readonly ApplicationLine[] {
  const chains = new Map<string, PackReferral[]>();
  for (const referral of referrals) {
    const { serviceApplicationId: ref } = referral;
    if (ref !== null) chains.set(ref, [...(chains.get(ref) ?? []), referral]);
  }
  return [...chains].map(([ref, chain]) => {
    const requested = instantOf(Math.min(...chain.map(({ requestedAt }) => msOf(requestedAt))));
    const starts = chain.flatMap(({ serviceStartedAt }) => (serviceStartedAt === null ? [] : [msOf(serviceStartedAt)]));
    const due = msOfInstant(statutoryDue(requested, { ...policies, expiryGraceHours: 0 }));
    if (starts.length === 0) return { ref, outcome: unserved(chain, due, msOf(asOf.B)), days: null };
    const started = Math.min(...starts);
    return { ref, outcome: started <= due ? 'met' : 'breached', days: elapsedDays(requested, instantOf(started)) };
  });
}

function unserved(chain: Pack['referrals'], due: number, at: number): string {
  const last = [...chain].sort((a, b) => msOf(b.sentAt) - msOf(a.sentAt))[0]!;
  const ended =
    last.closedAs === 'Withdrawn' || last.closedAs === 'Terminated' ? msOf(last.closedAt ?? last.decidedAt) : Infinity;
  if (ended <= due && ended < at && PERSONS.has(last.reason ?? '')) return 'withdrawn';
  return due < at ? 'breached' : 'running';
}

function applicationChecks(pack: Pack, told: Told): Check[] {
  const given = new Map(told.flatMap(({ applications }) => applications.map((one) => [one.ref as string, one] as const)));
  return applicationsOf(pack).map((expected) => applicationCheck(expected, given.get(expected.ref)));
}

function applicationCheck(expected: ApplicationLine, given: Told[number]['applications'][number] | undefined): Check {
  const holds = given?.outcome === expected.outcome && given.days === expected.days;
  const what = `application ${expected.ref}: ${given?.days ?? '-'} days, ${given?.outcome ?? 'absent'}`;
  return { what, holds, ...(!holds && { detail: `the pack says ${expected.days ?? '-'} days, ${expected.outcome}` }) };
}
