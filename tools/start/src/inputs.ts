import {
  agencyNamed,
  type Pack,
  type PackAgency,
  type PackCaseEvent,
  type PackGrant,
  type PackRecord,
  type PackReferral,
  type PackRefused,
  type PackRestitution,
  type PackUpdate,
  type PackWithdrawal,
} from './pack';

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
  | {
      readonly do: 'claim-restitution' | 'award-restitution' | 'notify-verdict';
      readonly claim: PackRestitution;
      readonly agency: string;
    }
  | { readonly do: 'pay-restitution'; readonly claim: PackRestitution; readonly agency: string; readonly payment: number }
  | { readonly do: 'refused'; readonly refused: PackRefused; readonly index: number };

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

/** An instant or a bare date of a pack in milliseconds; a date stands for 00:00 WITA of that day (FORMAT 1.1). */
export const msOf = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00:00+08:00` : text);

const knownMs = ({ receivedAt, recordedAt }: PackRecord): number => msOf(receivedAt ?? recordedAt);

/** What follows by itself from a consent withdrawn, and is not played (FORMAT 11). */
function followsFromConsent({ fromRecord, toAgency, reason, legalBasis, sentAt }: PackReferral, pack: Pack): boolean {
  const agencyOf = (code: string) => agencyNamed(pack, code) ?? code;
  return (
    reason === 'ConsentWithdrawn' &&
    legalBasis === 'Consent' &&
    pack.consents.some(
      (one) =>
        'withdrawnAt' in one &&
        one.recordId === fromRecord &&
        msOf(one.withdrawnAt) >= msOf(sentAt) &&
        agencyOf(one.recipient) === agencyOf(toAgency),
    )
  );
}

/** When a victim's request can be recorded: not before its record is known (FORMAT 11). */
function requestKnownMs({ requestedAt, sentAt, fromRecord }: PackReferral, { records }: Pack): number {
  const record = records.find(({ recordId }) => recordId === fromRecord);
  return Math.min(msOf(sentAt), Math.max(msOf(requestedAt), record ? knownMs(record) : -Infinity));
}

/** One referral's life, in its order; the record that answers it stands after the acceptance when both are of one instant. */
function ofReferral(referral: PackReferral, chainStarts: boolean, pack: Pack, answers: readonly PackRecord[]): Input[] {
  const { referralId: ref, decision, decidedAt, closedAs, closedAt } = referral;
  const at = (text: string | null, what: ReferralStep): Input[] =>
    text === null ? [] : [{ do: what, referral, atMs: msOf(text), rank: RANK.referral, ref }];
  const decided = { Accepted: 'accept', Rejected: 'reject', Withdrawn: 'withdraw' } as const;
  const byItself = followsFromConsent(referral, pack);
  return [
    ...(chainStarts
      ? [{ do: 'apply-for-services' as const, referral, atMs: requestKnownMs(referral, pack), rank: RANK.referral, ref }]
      : []),
    ...at(referral.sentAt, 'send'),
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

function ofReferrals(pack: Pack): Input[] {
  const opened = new Set<string>();
  const bySent = [...pack.referrals].sort((a, b) => msOf(a.sentAt) - msOf(b.sentAt));
  return bySent.flatMap((referral) => {
    const { serviceApplicationId: application, referralId, decidedAt } = referral;
    const starts = application !== null && !opened.has(application);
    if (application !== null) opened.add(application);
    const answers = pack.records.filter((record) => record.viaReferral === referralId && knownMs(record) <= msOf(decidedAt));
    return ofReferral(referral, starts, pack, answers);
  });
}

const ofAgencies = ({ agencies }: Pack): Input[] =>
  agencies.flatMap((agency): Input[] => {
    const former = [...(agency.formerCodes ?? [])].sort((a, b) => msOf(a.until) - msOf(b.until));
    const renamed = former.map(({ until }, index): Input => ({
      ...{ do: 'rename-agency', agency, code: former[index + 1]?.code ?? agency.code },
      ...{ atMs: msOf(until), rank: RANK.registry, ref: agency.code },
    }));
    if (agency.leftAt === undefined) return renamed;
    return [...renamed, { do: 'leave-platform', agency, atMs: msOf(agency.leftAt), rank: RANK.registry, ref: agency.code }];
  });

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

/** Everything to play, in order: by instant, then rank, then identifier; within one referral its life's order is kept. */
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
    ...pack.refusedCommands.map((refused, index): Input => ({
      ...{ do: 'refused', refused, index, atMs: msOf(refused.at), rank: RANK.refused },
      ref: refused.referralId ?? refused.fromRecord ?? '',
    })),
  ];
  return inputs
    .map((input, index) => ({ input, index }))
    .sort(
      (a, b) =>
        a.input.atMs - b.input.atMs ||
        a.input.rank - b.input.rank ||
        (a.input.ref < b.input.ref ? -1 : a.input.ref > b.input.ref ? 1 : a.index - b.index),
    )
    .map(({ input }) => input);
}
