import { createHash } from 'node:crypto';
import { agencyChanges } from './agency-changes';
import { Bonds, inOrderOfNeed } from './instant-order';
import { msOf } from './instants';
import type {
  Pack,
  PackAgency,
  PackCaseEvent,
  PackGrant,
  PackRecord,
  PackReferral,
  PackRefused,
  PackRestitution,
  PackUpdate,
  PackWithdrawal,
} from './pack';
import { agencyNamed } from './pack-agencies';

/** What a referral's life asks of the services. */
export type ReferralStep =
  | 'apply-for-services'
  | 'send'
  | 'acknowledge'
  | 'accept'
  | 'reject'
  | 'withdraw'
  | 'start-service'
  | 'complete-service'
  | 'terminate';

export type Step =
  /** Of an agency that begins with the code that another has given up. */
  | { readonly do: 'enter-platform'; readonly agency: PackAgency }
  | { readonly do: 'rename-agency'; readonly agency: PackAgency; readonly code: string }
  | { readonly do: 'leave-platform'; readonly agency: PackAgency }
  | { readonly do: 'register-record'; readonly record: PackRecord }
  | { readonly do: 'void-record'; readonly record: PackRecord }
  | { readonly do: 'update-record'; readonly update: PackUpdate; readonly agency: string }
  | { readonly do: 'register-case-event'; readonly event: PackCaseEvent }
  | { readonly do: 'grant-consent'; readonly grant: PackGrant; readonly agency: string }
  /** One act: every recipient withdrawn from at the same instant. */
  | { readonly do: 'withdraw-consent'; readonly acts: readonly PackWithdrawal[]; readonly agency: string }
  | { readonly do: 'confirm-stop'; readonly act: PackWithdrawal; readonly agency: string }
  | { readonly do: ReferralStep; readonly referral: PackReferral }
  /** Every line of a batch at once. */
  | { readonly do: 'send-batch'; readonly batch: string; readonly referrals: readonly PackReferral[] }
  | {
      readonly do: 'claim-restitution' | 'award-restitution' | 'notify-verdict';
      readonly claim: PackRestitution;
      readonly agency: string;
    }
  | { readonly do: 'pay-restitution'; readonly claim: PackRestitution; readonly agency: string; readonly payment: number }
  | { readonly do: 'refused'; readonly refused: PackRefused };

export type Input = Step & {
  readonly atMs: number;
  /** Place among the inputs of the same instant (FORMAT 1.8). */
  readonly rank: number;
  readonly ref: string;
};

const RANK = {
  registry: 0,
  record: 1,
  update: 2,
  caseEvent: 3,
  grant: 4,
  referral: 5,
  withdrawal: 6,
  stop: 7,
  restitution: 8,
  refused: 9,
} as const;

/** More than there are, so that their order stays within the rank of the registry. */
const AGENCY_CHANGES = 1_000_000;

const knownMs = ({ receivedAt, recordedAt }: PackRecord): number => msOf(receivedAt ?? recordedAt);

/** What follows by itself from a consent withdrawn, and is not played (FORMAT 11). */
function followsFromConsent({ fromRecord, toAgency, reason, legalBasis, sentAt }: PackReferral, pack: Pack): boolean {
  const agencyOf = (code: string, at: string) => agencyNamed(pack, code, msOf(at)) ?? code;
  return (
    reason === 'ConsentWithdrawn' &&
    legalBasis === 'Consent' &&
    pack.consents.some(
      (one) =>
        'withdrawnAt' in one &&
        one.recordId === fromRecord &&
        msOf(one.withdrawnAt) >= msOf(sentAt) &&
        agencyOf(one.recipient, one.withdrawnAt) === agencyOf(toAgency, sentAt),
    )
  );
}

/** When a victim's request can be recorded: not before its record is known (FORMAT 11). */
function requestKnownMs({ requestedAt, sentAt, fromRecord }: PackReferral, { records }: Pack): number {
  const record = records.find(({ recordId }) => recordId === fromRecord);
  return Math.min(msOf(sentAt), Math.max(msOf(requestedAt), record ? knownMs(record) : -Infinity));
}

interface Around {
  readonly pack: Pack;
  readonly chainStarts: boolean;
  readonly answers: readonly PackRecord[];
  /** It is sent with the other lines of its batch. */
  readonly inBatch: boolean;
}

/** One referral's life, in its order; the record that answers it stands after the acceptance when both are of one instant. */
function ofReferral(referral: PackReferral, { pack, chainStarts, answers, inBatch }: Around): Input[] {
  const { referralId: ref, decision, decidedAt, closedAs, closedAt } = referral;
  const at = (text: string | null, what: ReferralStep): Input[] =>
    text === null ? [] : [{ do: what, referral, atMs: msOf(text), rank: RANK.referral, ref }];
  const decided = { Accepted: 'accept', Rejected: 'reject', Withdrawn: 'withdraw' } as const;
  const byItself = followsFromConsent(referral, pack);
  return [
    ...(chainStarts
      ? [{ do: 'apply-for-services' as const, referral, atMs: requestKnownMs(referral, pack), rank: RANK.referral, ref }]
      : []),
    ...(inBatch ? [] : at(referral.sentAt, 'send')),
    ...at(referral.acknowledgedAt, 'acknowledge'),
    ...(decision === 'Expired' || (byItself && decision === 'Withdrawn') ? [] : at(decidedAt, decided[decision])),
    ...answers.map((record): Input => ({
      ...{ do: 'register-record', record, rank: RANK.referral, ref },
      atMs: Math.max(knownMs(record), msOf(decidedAt)),
    })),
    ...at(referral.serviceStartedAt, 'start-service'),
    ...(closedAs === 'Completed' ? at(closedAt, 'complete-service') : []),
    ...(closedAs === 'Terminated' && !byItself ? at(closedAt, 'terminate') : []),
  ];
}

const MOST_LINES = 200;

/** The batches that can be sent as one: by one sender, at one instant, no line waiting for another. */
function wholeBatches({ referrals, records }: Pack): ReadonlyMap<string, readonly PackReferral[]> {
  const batches = new Map<string, PackReferral[]>();
  for (const referral of referrals)
    if (referral.batchId !== undefined) batches.set(referral.batchId, [...(batches.get(referral.batchId) ?? []), referral]);
  const via = new Map(records.map(({ recordId, viaReferral }) => [recordId, viaReferral]));
  const isWhole = (lines: readonly PackReferral[]): boolean => {
    const [{ fromAgency, sentAt }] = lines as [PackReferral];
    const own = new Set<string | null | undefined>(lines.map(({ referralId }) => referralId));
    const together = ({ fromRecord, supersedes, ...line }: PackReferral) =>
      line.fromAgency === fromAgency &&
      msOf(line.sentAt) === msOf(sentAt) &&
      !own.has(supersedes) &&
      !own.has(via.get(fromRecord));
    return lines.length <= MOST_LINES && lines.every(together);
  };
  return new Map([...batches].filter(([, lines]) => isWhole(lines)));
}

const ofBatches = (batches: ReadonlyMap<string, readonly PackReferral[]>): Input[] =>
  [...batches].map(([batch, lines]) => {
    const referrals = [...lines].sort((a, b) => (a.referralId < b.referralId ? -1 : 1));
    const [{ referralId: ref, sentAt }] = referrals as [PackReferral];
    return { do: 'send-batch', batch, referrals, atMs: msOf(sentAt), rank: RANK.referral, ref };
  });

function ofReferrals(pack: Pack): Input[] {
  const opened = new Set<string>();
  const batches = wholeBatches(pack);
  const bySent = [...pack.referrals].sort((a, b) => msOf(a.sentAt) - msOf(b.sentAt));
  const lives = bySent.flatMap((referral) => {
    const { serviceApplicationId: application, referralId, decidedAt } = referral;
    const inBatch = batches.has(referral.batchId ?? '');
    const chainStarts = application !== null && !opened.has(application);
    if (application !== null) opened.add(application);
    const answers = pack.records.filter((record) => record.viaReferral === referralId && knownMs(record) <= msOf(decidedAt));
    return ofReferral(referral, { pack, chainStarts, answers, inBatch });
  });
  return [...lives, ...ofBatches(batches)];
}

const ofAgencies = (pack: Pack): Input[] =>
  agencyChanges(pack).map(({ step, atMs }, order) => ({
    ...{ ...step, atMs, ref: step.agency.code },
    rank: RANK.registry + order / AGENCY_CHANGES,
  }));

function ofRecords({ records, updates, referrals }: Pack): Input[] {
  const decided = new Map(referrals.map(({ referralId, decidedAt }) => [referralId, msOf(decidedAt)]));
  const withReferral = (record: PackRecord) => knownMs(record) <= (decided.get(record.viaReferral ?? '') ?? -Infinity);
  const playedMs = (record: PackRecord) => Math.max(knownMs(record), decided.get(record.viaReferral ?? '') ?? -Infinity);
  const owner = new Map(records.map((record) => [record.recordId, record]));
  return [
    ...records
      .filter((record) => !withReferral(record))
      .map((record): Input => ({
        ...{ do: 'register-record', record, atMs: knownMs(record), rank: RANK.record, ref: record.recordId },
      })),
    ...records.flatMap((record): Input[] =>
      record.voidedAt === undefined
        ? []
        : [
            {
              ...{ do: 'void-record', record, rank: withReferral(record) ? RANK.withdrawal : RANK.update, ref: record.recordId },
              atMs: Math.max(msOf(record.voidedAt), playedMs(record)),
            },
          ],
    ),
    ...updates.map((update): Input => ({
      ...{ do: 'update-record', update, agency: owner.get(update.recordId)!.agency },
      ...{ atMs: msOf(update.receivedAt ?? update.at), rank: RANK.update, ref: '' },
    })),
  ];
}

function ofConsents({ consents, records }: Pack): Input[] {
  const agencyOf = new Map(records.map(({ recordId, agency }) => [recordId, agency]));
  const acts = new Map<string, PackWithdrawal[]>();
  const inputs = consents.flatMap((one): Input[] => {
    const agency = agencyOf.get(one.recordId)!;
    if ('grantedAt' in one)
      return [{ do: 'grant-consent', grant: one, agency, atMs: msOf(one.grantedAt), rank: RANK.grant, ref: one.recordId }];
    const act = `${one.recordId} ${msOf(one.withdrawnAt)}`;
    acts.set(act, [...(acts.get(act) ?? []), one]);
    const confirmed = one.recipientConfirmedStopAt;
    if (confirmed === null) return [];
    return [{ do: 'confirm-stop', act: one, agency, atMs: msOf(confirmed), rank: RANK.stop, ref: one.recordId }];
  });
  const withdrawals = [...acts.values()].map((of): Input => {
    const [{ recordId, withdrawnAt }] = of as [PackWithdrawal];
    const place = { atMs: msOf(withdrawnAt), rank: RANK.withdrawal, ref: recordId };
    return { do: 'withdraw-consent', acts: of, agency: agencyOf.get(recordId)!, ...place };
  });
  return [...inputs, ...withdrawals];
}

function ofRestitution({ restitution, records }: Pack): Input[] {
  const agencyOf = new Map(records.map(({ recordId, agency }) => [recordId, agency]));
  return restitution.flatMap((claim): Input[] => {
    const place = (text: string) => ({ atMs: msOf(text), rank: RANK.restitution, ref: claim.recordId });
    const common = { claim, agency: agencyOf.get(claim.recordId)! };
    return [
      { do: 'claim-restitution', ...common, ...place(claim.claimedAt) },
      ...(claim.awardedAt === null ? [] : [{ do: 'award-restitution' as const, ...common, ...place(claim.awardedAt) }]),
      ...(claim.finalVerdictNotifiedAt === null
        ? []
        : [{ do: 'notify-verdict' as const, ...common, ...place(claim.finalVerdictNotifiedAt) }]),
      ...claim.payments.map(({ at }, payment) => ({ do: 'pay-restitution' as const, ...common, payment, ...place(at) })),
    ];
  });
}

const byPlace = (a: Input, b: Input): number =>
  a.atMs - b.atMs || a.rank - b.rank || (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0);

/**
 * Everything to play, in order: by instant, then rank, then identifier (FORMAT 1.8); within one referral its life's order is kept, and
 * nothing comes before what it needs of the same instant. Nothing lies at or after B (FORMAT 1.9).
 */
export function inputsOf(pack: Pack): Input[] {
  const inputs: Input[] = [
    ...ofAgencies(pack),
    ...ofRecords(pack),
    ...pack.caseEvents.map((event): Input => ({
      ...{ do: 'register-case-event', event, atMs: msOf(event.recordedAt), rank: RANK.caseEvent, ref: '' },
    })),
    ...ofConsents(pack),
    ...ofReferrals(pack),
    ...ofRestitution(pack),
    ...pack.refusedCommands.map((refused): Input => ({
      ...{ do: 'refused', refused, atMs: msOf(refused.at), rank: RANK.refused },
      ref: refused.referralId ?? refused.fromRecord ?? '',
    })),
  ];
  const bonds = new Bonds(pack);
  const untilMs = msOf(pack.asOf.B);
  const instants = new Map<number, Input[]>();
  for (const input of inputs.filter(({ atMs }) => atMs < untilMs).sort(byPlace)) {
    const instant = instants.get(input.atMs) ?? [];
    instant.push(input);
    instants.set(input.atMs, instant);
  }
  return [...instants.values()].flatMap((instant) => inOrderOfNeed(instant, bonds));
}

/** Tells apart two orders of inputs: a play goes on only in the order in which it began. */
export const planOf = (inputs: readonly Input[]): string =>
  createHash('sha256')
    .update(inputs.map(({ atMs, do: what, ref }) => `${atMs} ${what} ${ref}`).join('\n'))
    .digest('hex');
