import type { PackCaseEvent, PackGrant, PackRecord, PackReferral, PackRestitution, PackUpdate, PackWithdrawal } from '../pack';
import { type Agent, codeAt } from './agents';
import { A, at, B, DAY, dateOf, HOUR } from './calendar';

export interface Policies {
  readonly acknowledgeHours: number;
  readonly decideHours: number;
  readonly stopConfirmHours: number;
  readonly statutoryDays: number;
  readonly statutoryDayEnds: 'EndOfLocalDay' | 'Elapsed24h';
  readonly restitutionDays: number;
}

/** What becomes of a referral, in milliseconds. */
export interface Life {
  readonly to: Agent;
  readonly service: string;
  readonly ack?: number;
  readonly decision: PackReferral['decision'];
  readonly decided: number;
  readonly started?: number;
  readonly closed?: number;
  readonly closedAs?: 'Completed' | 'Terminated';
  readonly reason?: string;
  readonly basis?: string;
  /** When the victim asked; an hour before the sending where it is not said. */
  readonly requested?: number;
  /** Number of the application; one of its own where it is not said. */
  readonly application?: string;
  readonly more?: Partial<PackReferral>;
}

/** A refused command as a pack holds it. */
export interface GeneratedRefusal {
  readonly at: string;
  readonly agency: string;
  readonly command: string;
  readonly because: string;
}

const STATUTORY: ReadonlySet<string> = new Set(['HealthRehabilitation', 'SocialRehabilitation', 'Repatriation', 'Reintegration']);

/** State as of T: everything strictly before it (FORMAT 7). */
function stateAt(sent: number, life: Life, instant: number): string | null {
  if (sent >= instant) return null;
  const { ack = Infinity, decided, decision, started = Infinity, closed = Infinity, closedAs } = life;
  if (closed < instant && closedAs !== undefined) return closedAs;
  if (started < instant) return 'InService';
  if (decided < instant) return decision;
  return ack < instant ? 'Acknowledged' : 'Sent';
}

/** A pack's history under construction; agencies are named by the code that they bear then. */
export class History {
  readonly records: PackRecord[] = [];
  readonly updates: PackUpdate[] = [];
  readonly referrals: PackReferral[] = [];
  readonly consents: (PackGrant | PackWithdrawal)[] = [];
  readonly restitution: PackRestitution[] = [];
  readonly caseEvents: PackCaseEvent[] = [];
  readonly refusedCommands: GeneratedRefusal[] = [];

  constructor(
    readonly policies: Policies,
    readonly random: () => number,
  ) {}

  record(owner: Agent, recorded: number, more: Partial<PackRecord> = {}, values: object = {}): string {
    const number = this.records.length + 1;
    const recordId = more.recordId ?? `R-${String(number).padStart(6, '0')}`;
    const name = `Fiktif ${String.fromCharCode(65 + (number % 26))}${number}`;
    const assertions = { name, role: 'victim', sex: this.random() < 0.5 ? 'F' : 'M', ...values };
    const stated = { agency: codeAt(owner, recorded), recordedAt: at(recorded), viaReferral: null };
    this.records.push({ ...stated, ...more, recordId, assertions });
    return recordId;
  }

  referral(from: Agent, fromRecord: string, sent: number, life: Life): string {
    const referralId = life.more?.referralId ?? `F-${String(this.referrals.length + 1).padStart(6, '0')}`;
    const { to, service, ack, decision, decided, started, closed, reason = null, requested = sent - HOUR, basis } = life;
    const byB = (instant: number | undefined) => (instant === undefined || instant >= B ? null : at(instant));
    const final = decision !== 'Accepted';
    this.referrals.push({
      ...{ referralId, fromAgency: codeAt(from, sent), fromRecord, toAgency: codeAt(to, sent), serviceCategory: service },
      ...{ external: to.offPlatform === true, legalBasis: basis ?? 'PublicTask' },
      serviceApplicationId: STATUTORY.has(service) ? (life.application ?? `SA-${referralId}`) : null,
      ...{ requestedAt: at(requested), sentAt: at(sent), acknowledgedAt: byB(ack), decision, decidedAt: at(decided) },
      ...{ serviceStartedAt: byB(started), closedAt: final ? at(decided) : byB(closed) },
      closedAs: final ? decision : byB(closed) === null ? null : (life.closedAs ?? null),
      ...{ reason, statusAtA: stateAt(sent, life, A), statusAtB: stateAt(sent, life, B) },
      ...(to.offPlatform && { proxiedBy: codeAt(from, sent), evidenceRef: `SURAT/FIKTIF/${referralId}` }),
      ...life.more,
    });
    return referralId;
  }

  grant(recordId: string, granted: number, recipients: readonly Agent[], purposes: string[], guardianNik?: string): void {
    const by = guardianNik === undefined ? { givenBy: 'self' } : { givenBy: 'guardian', guardianNik };
    const codes = recipients.map((recipient) => codeAt(recipient, granted));
    this.consents.push({ recordId, grantedAt: at(granted), recipients: codes, purposes, ...by });
  }

  withdraw(recordId: string, withdrawn: number, recipient: Agent, confirmed?: number): void {
    const confirmedAt = confirmed === undefined || confirmed >= B ? null : at(confirmed);
    const stop = { recordId, withdrawnAt: at(withdrawn), recipient: codeAt(recipient, withdrawn) };
    this.consents.push({ ...stop, recipientConfirmedStopAt: confirmedAt });
  }

  /** A claim of which everything but the payments may be missing; the day it is due on is the pack's answer. */
  claim(
    recordId: string,
    claimed: number,
    amounts: { claimed: number; awarded?: number; paid?: readonly number[] },
    notified?: number,
  ): void {
    const { awarded = null, paid = [] } = amounts;
    this.restitution.push({
      ...{ recordId, claimed: amounts.claimed, claimedAt: at(claimed), awarded },
      awardedAt: awarded === null ? null : at(claimed + DAY),
      finalVerdictNotifiedAt: notified === undefined ? null : at(notified),
      dueAt: notified === undefined ? null : dateOf(notified + this.policies.restitutionDays * DAY),
      payments: paid.map((amount, index) => ({ at: at(claimed + (3 + index) * DAY), amount })),
    });
  }

  refuse(instant: number, agent: Agent, command: string, because: string, target: object): void {
    if (instant < B) this.refusedCommands.push({ at: at(instant), agency: codeAt(agent, instant), command, because, ...target });
  }

  /** A sending that must be refused. */
  refuseSending(
    instant: number,
    from: Agent,
    because: string,
    to: Agent,
    fromRecord: string,
    serviceCategory: string,
    legalBasis: string,
  ): void {
    const target = { fromRecord, toAgency: codeAt(to, instant), serviceCategory, legalBasis };
    this.refuse(instant, from, 'SendReferral', because, target);
  }
}
