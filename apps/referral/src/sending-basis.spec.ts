import { HOSPITAL, OTHER_HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { instantOf, type Ref, streamOf, type Uuid } from '@satualur/contracts/ids';
import { agencyLeft } from '@satualur/contracts/registry/examples';
import { inOf, outOf } from './both-halves';
import { type Acts, type Case, refusalOf as refused } from './cell.acts';
import type { Cell } from './cell.world';
import { placeOf, refusals, sendingWorld } from './sending.world';

let cell: Cell;
let acts: Acts;
let of: Case;
beforeEach(async () => ({ cell, acts, of } = await sendingWorld()));

describe('a sending', () => {
  it('of a voided record is refused', async () => {
    await acts.voidRecord(of);
    expect(await refused(acts.send(of))).toBe('record-voided');
  });
});

describe('a sending on consent', () => {
  const onConsent = { legalBasis: 'Consent' } as const;
  it('needs one for this recipient and this service', async () => {
    expect(await refused(acts.send(of, onConsent))).toBe('consent-missing');
    await acts.grantConsent(of, [OTHER_HOSPITAL], ['LegalAid']);
    expect(await refused(acts.send(of, onConsent))).toBe('consent-missing');
    await acts.grantConsent(of, [HOSPITAL], ['LegalAid'], { classes: ['shelter'] });
    const id = await acts.send(of, onConsent);
    const [grant] = await cell.storeOf(POLICE).read((await cell.storeOf(POLICE).holder('grant', id))!);
    expect(grant!.event.data).toMatchObject({ classes: ['identity', 'legal', 'shelter'] });
  });

  it('stops with the withdrawal, with its expiry, and with a conflict of the guardian', async () => {
    await acts.grantConsent(of, [HOSPITAL], ['LegalAid'], { expiresAt: acts.at });
    cell.now += 1;
    expect(await refused(acts.send(of, onConsent))).toBe('consent-expired');
    await acts.grantConsent(of, [HOSPITAL], ['LegalAid']);
    await acts.withdrawConsent(of, [HOSPITAL]);
    expect(await refused(acts.send(of, onConsent))).toBe('consent-withdrawn');
    await acts.grantConsent(of, [HOSPITAL], ['LegalAid'], { givenBy: 'guardian' });
    const data = { record: of.record, caseRef: 'CASE-1' as Ref };
    await acts.consent(of, { type: 'GuardianConflictNoted', data });
    expect(await refused(acts.send(of, onConsent))).toBe('guardian-conflict');
  });

  it('and a withdrawal at the same moment: sent before it, or refused', async () => {
    for (let round = 0; round < 20; round++) {
      const person = await acts.register();
      await acts.grantConsent(person, [HOSPITAL], ['LegalAid']);
      const [refusal] = await Promise.all([refused(acts.send(person, onConsent)), acts.withdrawConsent(person, [HOSPITAL])]);
      const store = cell.storeOf(POLICE);
      const withdrawal = (await store.read(streamOf('consent', person.record))).at(-1)!;
      const place = await placeOf(cell, person);
      if (refusal) expect([refusal, place]).toEqual(['consent-withdrawn', undefined]);
      else expect((await store.read(place!))[0]!.hlc < withdrawal.hlc).toBe(true);
    }
  });
});

describe('a sending on another basis than consent', () => {
  const onBasis = { legalBasis: 'VitalInterest' } as const;
  const basis = (over: Parameters<Acts['recordBasis']>[1] = {}, person = of) =>
    acts.recordBasis(person, { basis: 'VitalInterest', ...over });

  it('needs it recorded for this record and this service, and changes nothing without', async () => {
    const before = await placeOf(cell, of);
    expect(await refused(acts.send(of, onBasis))).toBe('legal-basis-missing');
    await basis({ purposes: ['Coordination'] });
    await basis({}, await acts.register());
    expect(await refused(acts.send(of, onBasis))).toBe('legal-basis-missing');
    const streams = [...cell.agencies.get(POLICE)!.log.streams.keys()];
    expect(streams.filter((stream) => /^(referralout|grant)-/.test(stream))).toEqual([]);
    expect([before, refusals(cell)]).toEqual([undefined, 2]);
    await basis();
    expect(await refused(acts.send(of, onBasis))).toBeUndefined();
  });

  it('needs it in an emergency as well', async () => {
    expect(await refused(acts.send(of, { ...onBasis, emergency: true }))).toBe('legal-basis-missing');
    await basis();
    expect(await refused(acts.send(of, { ...onBasis, emergency: true }))).toBeUndefined();
  });

  it('needs it in force at the instant of the sending, and naming what goes out', async () => {
    await basis({ since: instantOf(cell.now + 1) });
    expect(await refused(acts.send(of, onBasis))).toBe('legal-basis-not-in-force');
    cell.now += 1;
    await basis({ classes: ['identity'] });
    expect(await refused(acts.send(of, onBasis))).toBe('legal-basis-too-narrow');
    await basis({ classes: ['identity', 'legal'], until: instantOf(cell.now) });
    expect(await refused(acts.send(of, onBasis))).toBeUndefined();
    cell.now += 1;
    expect(await refused(acts.send(of, { ...onBasis, to: OTHER_HOSPITAL.toUpperCase() }))).toBe('legal-basis-not-in-force');
  });

  /** Each time at another point of the sending. */
  async function endAfter(turns: number, person: Case) {
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    return basis({ until: instantOf(cell.now - 1) }, person);
  }

  it('and its end at the same moment: sent before it, or refused', async () => {
    const told = new Set<string | undefined>();
    for (let round = 0; round < 40; round++) {
      const person = await acts.register();
      await basis({}, person);
      const [refusal, ended] = await Promise.all([refused(acts.send(person, onBasis)), endAfter(4 * round, person)]);
      const store = cell.storeOf(POLICE);
      const place = await placeOf(cell, person);
      told.add(refusal);
      if (refusal) expect([refusal, place]).toEqual(['legal-basis-not-in-force', undefined]);
      else expect((await store.read(place!))[0]!.hlc < ended.events[0]!.hlc).toBe(true);
    }
    expect(told.size).toBe(2);
  });

  it('is told as a duplicate, or as reaching nobody, before it is told to lack one', async () => {
    await acts.send(of);
    expect(await refused(acts.send(of, onBasis))).toBe('duplicate-open');
    cell.publish(agencyLeft({ key: HOSPITAL, leftAt: acts.at }));
    expect(await refused(acts.send(of, onBasis))).toBe('recipient-inactive');
  });
});

describe('withdrawn consent', () => {
  const onConsent = { legalBasis: 'Consent' } as const;
  beforeEach(() => acts.grantConsent(of, [HOSPITAL, OTHER_HOSPITAL], ['LegalAid', 'Coordination']));
  const because = async (id: Uuid) => (await cell.storeOf(POLICE).read(outOf(id))).at(-1)!.event;

  it('withdraws at once what is undecided, at the instant of the withdrawal', async () => {
    const id = await acts.send(of, onConsent);
    const other = await acts.send(of, { ...onConsent, to: OTHER_HOSPITAL.toUpperCase() });
    const byLaw = await acts.send(of, { service: 'Coordination' });
    await cell.settle();
    const withdrawn = (await acts.withdrawConsent(of, [HOSPITAL])).events[0]!;
    cell.now += 1_000;
    await cell.settle();
    expect(await because(id)).toMatchObject({
      ...{ type: 'ReferralWithdrawn', data: { reason: 'ConsentWithdrawn' }, time: withdrawn.envelope.time },
    });
    expect(await cell.types(HOSPITAL, inOf(id))).toEqual(['ReferralReceived', 'ReferralNoticeNoted']);
    for (const left of [other, byLaw]) expect(await cell.types(POLICE, outOf(left))).toEqual(['ReferralSent']);
  });

  it('revokes the keys of everything sent on it, whatever its state', async () => {
    const id = await acts.send(of, onConsent);
    await cell.settle();
    await acts.in(id, { type: 'RejectReferral', reason: 'CapacityFull', at: acts.at });
    const byLaw = await acts.send(of, { service: 'Coordination' });
    await cell.settle();
    await acts.withdrawConsent(of, [HOSPITAL]);
    await cell.settle();
    const grantOf = async (referral: Uuid) => cell.types(POLICE, (await cell.storeOf(POLICE).holder('grant', referral))!);
    expect(await grantOf(id)).toEqual(['KeysGranted', 'KeysRevoked']);
    expect(await grantOf(byLaw)).toEqual(['KeysGranted']);
  });

  it('ends what was accepted when the recipient confirms that it stopped', async () => {
    const id = await acts.send(of, onConsent);
    await cell.settle();
    await acts.in(id, { type: 'AcceptReferral', at: acts.at });
    await cell.settle();
    const withdrawal = (await acts.withdrawConsent(of, [HOSPITAL])).events[0]!;
    await cell.settle();
    expect(await cell.types(HOSPITAL, inOf(id))).toEqual(['ReferralReceived', 'ReferralAccepted']);
    await acts.confirmStop(HOSPITAL, of, withdrawal);
    await cell.settle();
    const ended = (await cell.storeOf(HOSPITAL).read(inOf(id))).at(-1)!.event;
    expect(ended).toMatchObject({ type: 'ReferralTerminatedByRecipient', data: { reason: 'ConsentWithdrawn' } });
    expect((await because(id)).data).toMatchObject({ answer: 'Terminated' });
  });
});
