import type { Pack, PackRecord, PackReferral } from './pack';

/** Rank of an input among those of the same instant (FORMAT 1.8): records, then referral events, then refused commands. */
export type Rank = 0 | 1 | 2;

export type Step =
  | { readonly do: 'register-record'; readonly record: PackRecord }
  | {
      readonly do:
        | 'apply-for-services'
        | 'send'
        | 'acknowledge'
        | 'accept'
        | 'reject'
        | 'withdraw'
        | 'start-service'
        | 'complete-service'
        | 'terminate';
      readonly referral: PackReferral;
    }
  | {
      readonly do: 'refused';
      readonly referralId: string;
      readonly agency: string;
      readonly command: string;
      readonly because: string;
    };

export type Input = Step & { readonly atMs: number; readonly rank: Rank; readonly ref: string };

/** An instant or a bare date of a pack in milliseconds; a date stands for 00:00 WITA of that day (FORMAT 1.1). */
export const msOf = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00:00+08:00` : text);

const ofReferral = (referral: PackReferral, chainStarts: boolean): Input[] => {
  const at = (text: string | null, what: Exclude<Step['do'], 'register-record' | 'refused'>): Input[] =>
    text === null ? [] : [{ do: what, referral, atMs: msOf(text), rank: 1, ref: referral.referralId }];
  const decided = { Accepted: 'accept', Rejected: 'reject', Withdrawn: 'withdraw' } as const;
  return [
    ...(chainStarts ? at(referral.requestedAt, 'apply-for-services') : []),
    ...at(referral.sentAt, 'send'),
    ...at(referral.acknowledgedAt, 'acknowledge'),
    ...(referral.decision === 'Expired' ? [] : at(referral.decidedAt, decided[referral.decision])),
    ...at(referral.serviceStartedAt, 'start-service'),
    ...(referral.closedAs === 'Completed' ? at(referral.closedAt, 'complete-service') : []),
    ...(referral.closedAs === 'Terminated' ? at(referral.closedAt, 'terminate') : []),
  ];
};

/** Everything to play, in order: by instant, then rank, then identifier; within one referral its life's order is kept. */
export function inputsOf(pack: Pack): Input[] {
  const opened = new Set<string>();
  const bySent = [...pack.referrals].sort((a, b) => msOf(a.sentAt) - msOf(b.sentAt));
  const referralInputs = bySent.flatMap((referral) => {
    const application = referral.serviceApplicationId;
    const starts = application !== null && !opened.has(application);
    if (application !== null) opened.add(application);
    return ofReferral(referral, starts);
  });
  const inputs: Input[] = [
    ...pack.records.map((record): Input => ({
      do: 'register-record',
      record,
      atMs: msOf(record.receivedAt ?? record.recordedAt),
      rank: 0,
      ref: record.recordId,
    })),
    ...referralInputs,
    ...pack.refusedCommands.map((refused): Input => ({
      do: 'refused',
      ...refused,
      referralId: refused.referralId ?? '',
      atMs: msOf(refused.at),
      rank: 2,
      ref: refused.referralId ?? '',
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
