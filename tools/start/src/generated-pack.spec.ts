import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedPack } from './generated-pack';
import { inputsOf } from './inputs';
import { msOf } from './instants';
import { type Pack, readPack } from './pack';
import { addressAt, agencyNamed } from './pack-agencies';
import { stateAt } from './referral-answers';

const directory = mkdtempSync(join(tmpdir(), 'pack-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const generated = (victims: number, seed: number): Pack => {
  const file = join(directory, `${victims}-${seed}.json`);
  writeFileSync(file, JSON.stringify(generatedPack(victims, seed)));
  return readPack(file, []);
};
const packs = [generated(62, 1), generated(155, 2)];
const [pack] = packs as [Pack, Pack];
const withdrawals = pack.consents.flatMap((one) => ('withdrawnAt' in one ? [one] : []));
const { agencies, referrals, records, restitution } = pack;

it('a generated pack is of the format, and the same for the same seed', () => {
  expect(generated(62, 1)).toEqual(pack);
  expect(records.length).toBeGreaterThanOrEqual(62);
  expect(packs[0]!.policies).not.toEqual(packs[1]!.policies);
});

describe('a generated pack holds', () => {
  it('a refusal of every kind that these services give', () =>
    expect([...new Set(pack.refusedCommands.map(({ because }) => because))].sort()).toEqual([
      ...['ConsentWithdrawn', 'DuplicateOpen', 'Expired', 'GuardianConflict', 'IllegalTransition', 'RecipientInactive'],
    ]));

  it('every answer refused in a state that does not allow it', () =>
    expect(
      [...new Set(pack.refusedCommands.flatMap((one) => (one.because === 'IllegalTransition' ? [one.command] : [])))].sort(),
    ).toEqual([
      ...['AcceptReferral', 'AcknowledgeReferral', 'CompleteService', 'RejectReferral', 'StartService', 'TerminateReferral'],
      'WithdrawReferral',
    ]));

  it('every end of a referral, and referrals open at A and at B', () => {
    expect(new Set(referrals.map(({ closedAs }) => closedAs))).toEqual(
      new Set([null, 'Completed', 'Terminated', 'Rejected', 'Expired', 'Withdrawn']),
    );
    for (const state of [null, 'Sent', 'InService', 'Completed']) expect(referrals.map((one) => one.statusAtA)).toContain(state);
    for (const state of ['Sent', 'Acknowledged', 'InService']) expect(referrals.map((one) => one.statusAtB)).toContain(state);
  });

  it.each<[string, (one: Pack['referrals'][number]) => boolean]>([
    ['a reroute', ({ supersedes }) => supersedes !== undefined],
    [
      'a reroute to the same agency',
      (one) => referrals.some((first) => first.referralId === one.supersedes && first.toAgency === one.toAgency),
    ],
    ['a route for want of a task force', ({ routingReason }) => routingReason === 'NoTaskForce'],
    ['a recipient off the platform that accepts', ({ external, decision }) => external && decision === 'Accepted'],
    ['one that never answers', ({ external, decision }) => external && decision === 'Expired'],
    ['a line of a batch', ({ batchId }) => batchId !== undefined],
    ['a record that the recipient holds', ({ recipientRecord }) => recipientRecord !== undefined],
    [
      'an acceptance without acknowledgement',
      ({ acknowledgedAt, decision }) => acknowledgedAt === null && decision === 'Accepted',
    ],
    ['an expiry after B', ({ decidedAt }) => msOf(decidedAt) > msOf(pack.asOf.B)],
    ['a sending at A', ({ sentAt }) => msOf(sentAt) === msOf(pack.asOf.A)],
    ['a number that a record has too', ({ referralId }) => records.some(({ recordId }) => recordId === referralId)],
  ])('%s', (_, is) => expect(referrals.some(is)).toBe(true));

  it('an agency that is renamed between sending and answer, one that leaves, and codes that change hands', () => {
    const renamed = agencies.flatMap(({ formerCodes = [] }) => formerCodes);
    const across = (one: Pack['referrals'][number]) =>
      renamed.some(
        ({ code, until }) => one.toAgency === code && msOf(one.sentAt) < msOf(until) && msOf(one.decidedAt) >= msOf(until),
      );
    expect(referrals.some(across)).toBe(true);
    expect(agencies.filter(({ leftAt }) => leftAt !== undefined)).toHaveLength(1);
    expect(renamed.filter(({ code }) => agencies.some((other) => other.code === code))).toHaveLength(2);
    expect(inputsOf(pack).map((input) => input.do)).toEqual(
      expect.arrayContaining(['enter-platform', 'rename-agency', 'leave-platform']),
    );
    expect(agencies.filter(({ code }) => !/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$/.test(code)).length).toBeGreaterThan(2);
  });

  it('stops confirmed in time, late and never, also of agencies that were sent nothing', () => {
    const hours = ({ withdrawnAt, recipientConfirmedStopAt: at }: (typeof withdrawals)[number]) =>
      at === null ? null : (msOf(at) - msOf(withdrawnAt)) / 3_600_000;
    const late = pack.policies.stopConfirmHours;
    expect(withdrawals.some((one) => (hours(one) ?? Infinity) <= late)).toBe(true);
    expect(withdrawals.some((one) => (hours(one) ?? 0) > late)).toBe(true);
    expect(withdrawals.some((one) => hours(one) === null)).toBe(true);
    const wasSent = ({ recordId, recipient }: (typeof withdrawals)[number]) =>
      referrals.some(({ fromRecord, toAgency }) => fromRecord === recordId && toAgency === recipient);
    expect(withdrawals.every(wasSent)).toBe(false);
  });

  it('records and updates known late, recorded ahead, voided; a case counted anew', () => {
    expect(records.some(({ recordedAt, receivedAt }) => receivedAt !== undefined && msOf(receivedAt) > msOf(recordedAt))).toBe(
      true,
    );
    expect(records.some(({ recordedAt, receivedAt }) => receivedAt !== undefined && msOf(receivedAt) < msOf(recordedAt))).toBe(
      true,
    );
    expect(records.some(({ voidedAt }) => voidedAt !== undefined)).toBe(true);
    const known = new Map(records.map((one) => [one.recordId, msOf(one.receivedAt ?? one.recordedAt)]));
    expect(pack.updates.some((one) => msOf(one.receivedAt ?? one.at) < known.get(one.recordId)!)).toBe(true);
    expect(new Set(pack.updates.map(({ kind }) => kind)).size).toBe(3);
    expect(pack.caseEvents.length).toBeGreaterThan(new Set(pack.caseEvents.map(({ caseRef }) => caseRef)).size);
  });

  it('claims paid in full, in part, not at all, and without an award', () => {
    const paid = ({ payments }: (typeof restitution)[number]) => payments.reduce((sum, { amount }) => sum + amount, 0);
    expect(restitution.some((one) => paid(one) === one.awarded)).toBe(true);
    expect(restitution.some((one) => paid(one) > 0 && paid(one) < one.awarded!)).toBe(true);
    expect(restitution.some((one) => one.awarded !== null && one.finalVerdictNotifiedAt === null)).toBe(true);
    expect(restitution.some(({ awarded }) => awarded === null)).toBe(true);
  });

  it('every statutory outcome, somebody to notify and somebody overdue', () => {
    const { statutory7day, consent, restitutionIDR } = pack.expected!.asOfB as Record<string, Record<string, number>>;
    expect([statutory7day!['met'], statutory7day!['withdrawn']].every((count) => count! > 0)).toBe(true);
    const breached = statutory7day!['breached'] as unknown as readonly { readonly days: number | null }[];
    expect([breached.some(({ days }) => days === null), breached.some(({ days }) => days !== null)]).toEqual([true, true]);
    expect(consent!['recipientsToNotify']).toBeGreaterThan(consent!['confirmedWithin72h']!);
    expect(consent!['recipientsToNotify']).toBeLessThan(withdrawals.length);
    expect([restitutionIDR!['victimsFullyPaid'], restitutionIDR!['victimsOverdue']].every((count) => count! > 0)).toBe(true);
  });
});

describe.each(packs.map((one) => [one.pack!, one] as const))('%s is lawful:', (_, one) => {
  const [atA, atB] = [msOf(one.asOf.A), msOf(one.asOf.B)];

  it('no input lies at or after B, and none names what does not exist', () => {
    const seen = new Set<string>();
    for (const input of inputsOf(one)) {
      expect(input.atMs).toBeLessThan(atB);
      if (input.do === 'register-record') seen.add(`record ${input.record.recordId}`);
      if (input.do === 'send') seen.add(`referral ${input.referral.referralId}`);
      if (input.do === 'send-batch') for (const { referralId } of input.referrals) seen.add(`referral ${referralId}`);
      if (input.do === 'refused' && input.refused.referralId !== undefined)
        expect(seen).toContain(`referral ${input.refused.referralId}`);
      if (input.do === 'refused' && input.refused.fromRecord !== undefined)
        expect(seen).toContain(`record ${input.refused.fromRecord}`);
    }
    for (const numbers of [one.records.map((each) => each.recordId), one.referrals.map((each) => each.referralId)])
      expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('everybody is named by the code that they bear then', () => {
    const named = [
      ...one.records.map(({ agency, recordedAt }) => [agency, recordedAt]),
      ...one.referrals.flatMap(({ fromAgency, toAgency, sentAt }) => [
        [fromAgency, sentAt],
        [toAgency, sentAt],
      ]),
      ...one.refusedCommands.map(({ agency, at }) => [agency, at]),
      ...one.consents.flatMap((each) =>
        'withdrawnAt' in each ? [[each.recipient, each.withdrawnAt]] : each.recipients.map((code) => [code, each.grantedAt]),
      ),
    ] as [string, string][];
    for (const [code, at] of named) {
      expect(agencyNamed(one, code, msOf(at))).toBeDefined();
      expect(addressAt(one, code, msOf(at))).toBe(code);
    }
  });

  it('states follow from the history, and nobody decides in the very second of the limit', () => {
    for (const referral of one.referrals) {
      expect([referral.statusAtA, referral.statusAtB]).toEqual([stateAt(referral, atA), stateAt(referral, atB)]);
      const limit = msOf(referral.sentAt) + one.policies.decideHours * 3_600_000;
      expect(msOf(referral.decidedAt) < limit || referral.decision === 'Expired').toBe(true);
    }
  });
});
