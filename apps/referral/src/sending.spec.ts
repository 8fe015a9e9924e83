import { at, HOSPITAL, idOf, OTHER_HOSPITAL, POLICE, SECRETARIAT } from '@satualur/contracts/cast';
import { type AgencyKey, instantOf, type Ref, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { agencyLeft, agencyRenamed, holidaysPublished, slaPolicy, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { serviceApplicationFiled } from '@satualur/contracts/victim-services/examples';
import { subjectErased } from '@satualur/contracts/intake/examples';
import { openBoxes } from '@satualur/service-host/open-boxes';
import { inOf, outOf } from './both-halves';
import { Acts, type Case, refusalOf } from './cell.acts';
import { Cell, ELSEWHERE } from './cell.world';
import { classesFor } from './domain/grant';
import { BatchHandler, HandleBatch, HandleSendDraft, SendDraftHandler } from './sending.handler';
import { DraftHandler, HandleDraft } from './referral.handler';
import { storedEvents } from './stored-events.world';

const HOUR = 3_600_000;
let cell: Cell;
let acts: Acts;
let of: Case;
beforeEach(async () => {
  cell = new Cell();
  acts = new Acts(cell);
  of = await acts.register();
});
const ids = { uuid: () => cell.ids.next(), random: () => Buffer.alloc(0) };
const refused = (act: Promise<unknown>) => refusalOf(act);
const refusals = async () => {
  const { events, streams } = cell.agencies.get(POLICE)!.log;
  return events.length && [...streams.keys()].filter((stream) => stream.startsWith('refused-')).length;
};

describe('a sending', () => {
  it('is one append: the referral, its keys, the open place it takes', async () => {
    const id = await acts.send(of);
    expect(await cell.types(POLICE, outOf(id))).toEqual(['ReferralSent']);
    const grant = (await cell.storeOf(POLICE).holder('grant', id))!;
    expect(await cell.types(POLICE, grant)).toEqual(['KeysGranted']);
    expect(await cell.storeOf(POLICE).holder('open-referral', `${of.record}/LegalAid/${HOSPITAL}`)).toBe(outOf(id));
  });

  it('is the last of its application, until another is sent', async () => {
    const application = cell.ids.next();
    const filed = serviceApplicationFiled({ record: of.record });
    await cell.write(POLICE, 'victim-services', streamOf('application', application), filed);
    const asked = { application, service: 'HealthRehabilitation' } as const;
    const last = () => cell.storeOf(POLICE).holder('last-referral', application);
    const first = await acts.send(of, asked);
    expect(await last()).toBe(outOf(first));
    const second = await acts.send(of, { ...asked, to: OTHER_HOSPITAL.toUpperCase() });
    expect(await last()).toBe(outOf(second));
  });

  it('is refused as an open duplicate by rule, and the refusal is kept', async () => {
    await acts.send(of);
    expect(await refused(acts.send(of))).toBe('duplicate-open');
    expect(await refusals()).toBe(1);
    expect(await refused(acts.send(of, { service: 'Coordination' }))).toBeUndefined();
  });

  it('of two at the same moment, one takes the place and the other is told', async () => {
    const told = await Promise.all([refused(acts.send(of)), refused(acts.send(of))]);
    expect(told.sort()).toEqual(['duplicate-open', undefined]);
  });

  it('takes the place again once the first has ended', async () => {
    const id = await acts.send(of);
    await acts.out(id, { type: 'WithdrawReferral', reason: 'MovedAway' });
    expect(await refused(acts.send(of))).toBeUndefined();
  });

  it('keeps the place it took when something is noted of the one before', async () => {
    const first = await acts.send(of);
    await cell.settle();
    await acts.out(first, { type: 'WithdrawReferral', reason: 'MovedAway' });
    await cell.settle();
    await acts.send(of);
    await acts.in(first, { type: 'ConfirmWithdrawal' });
    await cell.settle();
    expect(await refused(acts.send(of))).toBe('duplicate-open');
  });

  it('tells the worker in charge by name what became of it', async () => {
    const worker = { type: 'WorkerAssigned', data: { worker: 'staff-9' } } as const;
    await cell.write(POLICE, 'intake', streamOf('record', of.record), worker);
    const id = await acts.send(of);
    await cell.settle();
    await acts.in(id, { type: 'RejectReferral', reason: 'CapacityFull', at: acts.at });
    await cell.settle();
    const raised = cell.agencies.get(POLICE)!.log.events.map(({ bytes }) => storedEvents.of(bytes).event);
    expect(raised.filter(({ type }) => type === 'NotificationRaised')).toMatchObject([
      { data: { kind: 'ReferralAnswered', about: outOf(id), role: 'caseworker', worker: 'staff-9' } },
    ]);
  });

  describe('whose acceptance comes after its expiry', () => {
    const place = () => cell.storeOf(POLICE).holder('open-referral', `${of.record}/LegalAid/${HOSPITAL}`);
    /** Accepted in time; the line is down until the sender has declared the expiry. */
    async function expired(): Promise<Uuid> {
      const id = await acts.send(of);
      await cell.settle();
      await acts.in(id, { type: 'AcceptReferral', at: acts.at });
      cell.now += 80 * HOUR;
      while ((await cell.fire(POLICE)) > 0) continue;
      expect(await cell.types(POLICE, outOf(id))).toContain('ReferralExpired');
      expect(await place()).toBeUndefined();
      return id;
    }

    it('takes its place back, and gives it up at its end', async () => {
      const id = await expired();
      await cell.settle();
      expect(await cell.types(POLICE, outOf(id))).toContain('ReferralExpiryRevoked');
      expect([await place(), await refused(acts.send(of))]).toEqual([outOf(id), 'duplicate-open']);
      await acts.out(id, { type: 'TerminateReferral', reason: 'MovedAway' });
      expect([await place(), await refused(acts.send(of))]).toEqual([undefined, undefined]);
    });

    it.each([
      { meanwhile: 'sent anew', supersedes: false },
      { meanwhile: 'rerouted to the same recipient', supersedes: true },
    ])('ends what was $meanwhile as a duplicate', async ({ supersedes }) => {
      const id = await expired();
      const second = await acts.send(of, supersedes ? { supersedes: id } : {});
      await cell.settle();
      expect(await place()).toBe(outOf(id));
      const [last] = (await cell.storeOf(POLICE).read(outOf(second))).slice(-1);
      expect(last!.event).toMatchObject({ type: 'ReferralTerminatedBySender', data: { reason: 'DuplicateReferral' } });
      expect((await cell.types(POLICE, outOf(second))).filter((type) => type === 'ReferralTerminatedBySender')).toHaveLength(1);
    });
  });

  describe('in the very instant of another’s expiry, whose timer has not been run', () => {
    const expired = async (id: Uuid) =>
      (await cell.storeOf(POLICE).read(outOf(id))).find(({ event }) => event.type === 'ReferralExpired');
    async function atItsLimit(ms = 0): Promise<Uuid> {
      const id = await acts.send(of);
      await cell.settle();
      cell.now += 72 * HOUR + ms;
      return id;
    }

    it.each([
      { how: 'takes the place that it gives up', supersedes: false },
      { how: 'supersedes it', supersedes: true },
    ])('$how', async ({ supersedes }) => {
      const first = await atItsLimit();
      const second = await acts.send(of, supersedes ? { supersedes: first } : {});
      const declared = (await expired(first))!;
      expect(declared.envelope).toMatchObject({ actor: 'system/timer', time: acts.at });
      const [sent] = await cell.storeOf(POLICE).read(outOf(second));
      expect(declared.hlc < sent!.hlc).toBe(true);
      expect(await cell.storeOf(POLICE).holder('open-referral', `${of.record}/LegalAid/${HOSPITAL}`)).toBe(outOf(second));
    });

    it('does neither a moment before', async () => {
      const first = await atItsLimit(-1);
      expect(await refused(acts.send(of))).toBe('duplicate-open');
      expect(await refused(acts.send(of, { supersedes: first, to: OTHER_HOSPITAL.toUpperCase() }))).toBe('not-reroutable');
      expect(await expired(first)).toBeUndefined();
    });

    it('finds its timer run once, whoever runs it', async () => {
      const first = await atItsLimit();
      await acts.send(of, { supersedes: first });
      while ((await cell.fire(POLICE)) > 0) continue;
      expect((await cell.types(POLICE, outOf(first))).filter((type) => type === 'ReferralExpired')).toHaveLength(1);
    });
  });

  it('keeps an agency’s own number for one referral', async () => {
    await acts.send(of, { ref: 'F-9' as Ref });
    expect(await refused(acts.send(of, { ref: 'F-9' as Ref, service: 'Coordination' }))).toBe('taken referral');
  });

  it('goes to the provincial secretariat where no task force is', async () => {
    const id = await acts.send(of, { to: 'GT-6305', service: 'Coordination' });
    expect(await cell.types(POLICE, outOf(id))).toEqual(['ReferralRouted', 'ReferralSent']);
    await cell.settle();
    const [received] = await cell.storeOf(SECRETARIAT).read(inOf(id));
    expect(received!.event.data).toMatchObject({ to: SECRETARIAT, routed: { requested: 'GT-6305', reason: 'NoTaskForce' } });
    expect(await refused(acts.send(of, { to: 'GT-6310', service: 'Coordination' }))).toBe('task-force-without-secretariat');
  });

  it('may go to the same agency again once it was rejected, and each knows of the other', async () => {
    const first = await acts.send(of);
    await cell.settle();
    expect(await refused(acts.send(of, { supersedes: first }))).toBe('duplicate-open');
    await acts.in(first, { type: 'RejectReferral', reason: 'CapacityFull', at: acts.at });
    await cell.settle();
    const second = await acts.send(of, { supersedes: first });
    const [rerouted] = (await cell.storeOf(POLICE).read(outOf(first))).slice(-1);
    expect(rerouted!.event).toMatchObject({ type: 'ReferralRerouted', data: { by: second, to: HOSPITAL } });
    expect(await refused(acts.send(of, { supersedes: second, service: 'Coordination' }))).toBe('reroute-differs');
  });

  it('of a voided record is refused', async () => {
    await acts.voidRecord(of);
    expect(await refused(acts.send(of))).toBe('record-voided');
  });

  it('reaches an agency by its old code and its new, and is answered after the renaming', async () => {
    const first = await acts.send(of);
    cell.publish(agencyRenamed({ key: HOSPITAL, code: 'RSUD-6310', formerCode: 'RS-6310' }));
    await cell.settle();
    expect(await refused(acts.in(first, { type: 'AcceptReferral', at: acts.at }))).toBeUndefined();
    for (const [to, service] of [
      ['RS-6310', 'Coordination'],
      ['RSUD-6310', 'CaseManagement'],
    ] as const)
      expect(await refused(acts.send(of, { to, service }))).toBeUndefined();
  });

  it('to an agency that left is refused, and what it had not answered expires', async () => {
    const id = await acts.send(of);
    await cell.settle();
    cell.publish(agencyLeft({ key: HOSPITAL, leftAt: acts.at }));
    expect(await refused(acts.send(of, { service: 'Coordination' }))).toBe('recipient-inactive');
    expect(await refused(acts.in(id, { type: 'AcceptReferral', at: acts.at }))).toBe('agency-left');
    await cell.passTo(cell.now + 80 * HOUR);
    expect(await cell.types(POLICE, outOf(id))).toContain('ReferralExpired');
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
      const place = await store.holder('open-referral', `${person.record}/LegalAid/${HOSPITAL}`);
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
    const before = await cell.storeOf(POLICE).holder('open-referral', `${of.record}/LegalAid/${HOSPITAL}`);
    expect(await refused(acts.send(of, onBasis))).toBe('legal-basis-missing');
    await basis({ purposes: ['Coordination'] });
    await basis({}, await acts.register());
    expect(await refused(acts.send(of, onBasis))).toBe('legal-basis-missing');
    const streams = [...cell.agencies.get(POLICE)!.log.streams.keys()];
    expect(streams.filter((stream) => /^(referralout|grant)-/.test(stream))).toEqual([]);
    expect([before, await refusals()]).toEqual([undefined, 2]);
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
      const place = await store.holder('open-referral', `${person.record}/LegalAid/${HOSPITAL}`);
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

describe('a request passed on', () => {
  const to = (agency: AgencyKey) => ({ to: agency.toUpperCase() });
  /** Accepted by an agency, which registered the person on it. */
  async function taken(id: Uuid, by: AgencyKey): Promise<Case> {
    await cell.settle();
    await acts.in(id, { type: 'AcceptReferral', at: acts.at }, by);
    await cell.settle();
    return acts.register(by, id);
  }

  it('says who waits for it, and is passed back to none of them', async () => {
    const first = await acts.send(of);
    const there = await taken(first, HOSPITAL);
    expect(await refused(acts.send(there, to(POLICE), HOSPITAL))).toBe('referral-cyclic');
    const second = await acts.send(there, to(OTHER_HOSPITAL), HOSPITAL);
    const further = await taken(second, OTHER_HOSPITAL);
    const [received] = await cell.storeOf(OTHER_HOSPITAL).read(inOf(second));
    expect(received!.event.data).toMatchObject({ from: HOSPITAL, askedBy: [POLICE] });
    for (const back of [POLICE, HOSPITAL])
      expect(await refused(acts.send(further, to(back), OTHER_HOSPITAL))).toBe('referral-cyclic');
    expect(await refused(acts.send(further, to(SECRETARIAT), OTHER_HOSPITAL))).toBeUndefined();
  });

  it('may go back for another service, or once what came in has ended', async () => {
    const first = await acts.send(of);
    const there = await taken(first, HOSPITAL);
    expect(await refused(acts.send(there, { ...to(POLICE), service: 'LawEnforcement' }, HOSPITAL))).toBeUndefined();
    await acts.in(first, { type: 'TerminateReferral', reason: 'MovedAway' });
    const id = await acts.send(there, to(POLICE), HOSPITAL);
    const [sent] = await cell.storeOf(HOSPITAL).read(outOf(id));
    expect(sent!.event.data).not.toHaveProperty('askedBy');
  });
});

it('an erased person’s keys go from the sender’s memory and from the recipient’s', async () => {
  await acts.send(of);
  await cell.settle();
  const [sender, recipient] = [POLICE, HOSPITAL].map((key) => jest.spyOn(cell.agencies.get(key)!.open.vault, 'forget'));
  const classes = ['identity', 'narrative', 'medical', 'legal', 'shelter'] as const;
  const erased = subjectErased({ subject: of.subject, classes: [...classes] }, { caseid: of.caseid });
  await cell.write(POLICE, 'intake', streamOf('record', of.record), erased);
  await cell.settle();
  expect(sender!.mock.calls).toEqual([[POLICE, of.subject, classes]]);
  expect(recipient!.mock.calls).toEqual([[POLICE, of.subject, classesFor('LegalAid')]]);
  for (const spy of [sender!, recipient!]) spy.mockRestore();
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

  it('takes the keys out of the recipient’s memory at once, and again when they are destroyed', async () => {
    await acts.send(of, onConsent);
    await cell.settle();
    const forget = jest.spyOn(cell.agencies.get(HOSPITAL)!.open.vault, 'forget');
    const classes = classesFor('LegalAid');
    await acts.withdrawConsent(of, [HOSPITAL]);
    await cell.settle();
    const granted = { from: POLICE, subject: of.subject, classes };
    expect(forget.mock.calls).toEqual([[POLICE, of.subject, classes]]);
    const destroyed = { grant: cell.ids.next(), ...granted, because: 'ConsentWithdrawn' };
    const event = { type: 'GrantedKeysDestroyed', data: destroyed, audience: [POLICE] } as never;
    await cell.write(HOSPITAL, 'intake', streamOf('keys', cell.ids.next()), event);
    await cell.settle();
    expect(forget.mock.calls).toEqual([
      [POLICE, of.subject, classes],
      [POLICE, of.subject, classes],
    ]);
    forget.mockRestore();
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

describe('a batch', () => {
  const line = (service: string, ref: string) => ({ ref, record: of.record, to: 'RS-6310', service, legalBasis: 'PublicTask' });
  const send = (...lines: object[]) =>
    new BatchHandler(cell.host, ids).execute(new HandleBatch(POLICE, 'B-1' as Ref, lines as never, cell.cause()));

  it('is sent whole in one append, each line naming it', async () => {
    const { events } = await send(line('LegalAid', 'F-1'), line('Coordination', 'F-2'));
    const { referrals } = events[0]!.event.data as { referrals: Uuid[] };
    const sent = await Promise.all(referrals.map((id) => cell.storeOf(POLICE).read(outOf(id))));
    expect(sent.map(([first]) => first!.event.data)).toMatchObject([
      { ref: 'F-1', batch: 'B-1', service: 'LegalAid' },
      { ref: 'F-2', batch: 'B-1', service: 'Coordination' },
    ]);
  });

  it('is refused whole, and says which line was at fault', async () => {
    const before = cell.agencies.get(POLICE)!.log.events.length;
    await expect(send(line('LegalAid', 'F-1'), { ...line('Coordination', 'F-2'), to: 'RS-9999' })).rejects.toMatchObject({
      ...{ rule: 'recipient-unknown', detail: { line: '2' } },
    });
    await expect(send(line('LegalAid', 'F-1'), line('LegalAid', 'F-2'))).rejects.toMatchObject({
      ...{ rule: 'duplicate-open', detail: { line: '2' } },
    });
    expect(cell.agencies.get(POLICE)!.log.events.length).toBe(before + 2);
    expect(await refusals()).toBe(2);
  });

  it('is decided line by line', async () => {
    const { events } = await send(line('LegalAid', 'F-1'), line('Coordination', 'F-2'));
    const [first, second] = (events[0]!.event.data as { referrals: [Uuid, Uuid] }).referrals;
    await cell.settle();
    await acts.in(first, { type: 'AcceptReferral', at: acts.at });
    await acts.in(second, { type: 'RejectReferral', reason: 'OutOfMandate', at: acts.at });
    expect(cell.rowsOf(HOSPITAL).map(({ state }) => state)).toEqual(['Accepted', 'Rejected']);
  });
});

describe('a draft', () => {
  const write = async (content: object, id?: Uuid) =>
    (
      await new DraftHandler(cell.host, ids).execute(
        new HandleDraft(POLICE, { record: of.record, ...content } as never, cell.cause(), id),
      )
    ).events[0]!;
  const sendDraft = (id: Uuid) => new SendDraftHandler(cell.host, ids).execute(new HandleSendDraft(POLICE, id, cell.cause()));
  const whole = { ref: 'F-1', to: 'RS-6310', service: 'LegalAid', legalBasis: 'PublicTask' };

  it('is sent with its id once nothing is missing', async () => {
    const { stream } = await write({ to: 'RS-6310' });
    const id = stream.slice('referralout-'.length) as Uuid;
    await expect(sendDraft(id)).rejects.toMatchObject({ rule: 'draft-incomplete', detail: { missing: 'ref' } });
    await write(whole, id);
    await sendDraft(id);
    await cell.settle();
    expect(await cell.types(POLICE, outOf(id))).toEqual(['ReferralDrafted', 'ReferralEdited', 'ReferralSent']);
    expect(await cell.types(HOSPITAL, inOf(id))).toEqual(['ReferralReceived']);
    expect(await refused(sendDraft(id))).toBe('already-sent');
  });

  it('supersedes neither itself nor one that supersedes it', async () => {
    const [one, other] = [await write(whole), await write({ ...whole, ref: 'F-2' })].map(({ stream }) => uuidOfStream(stream));
    for (const supersedes of [one!, other!]) {
      await write({ ...whole, supersedes }, one);
      await write({ ...whole, ref: 'F-2', supersedes: one! }, other);
      for (const id of [one!, other!]) expect(await refused(sendDraft(id))).toBe('reroute-differs');
    }
  });

  it('of nobody is not there to be sent', async () => expect(await refused(sendDraft(idOf(1)))).toBe('referral-unknown'));
});

describe('a recipient off the platform', () => {
  const proxy = { evidence: 'SURAT/CONTOH/0613/2026' };
  const send = () => acts.send(of, { to: 'DINSOS-73' });
  const byClerk = (id: Uuid, type: 'AcknowledgeReferral' | 'AcceptReferral') => acts.in(id, { type, at: acts.at, proxy }, POLICE);

  it('has its half in the sender’s store, readable there, and gets no keys', async () => {
    const id = await send();
    expect(await cell.types(POLICE, outOf(id))).toEqual(['ReferralSent']);
    expect(await cell.storeOf(POLICE).holder('grant', id)).toBeUndefined();
    const [received] = await cell.storeOf(POLICE).read(inOf(id));
    const { data } = received!.event as unknown as {
      data: { person: object; subject: Case['subject']; sentAs: { stream: never; version: number } };
    };
    expect(data).toMatchObject({ to: ELSEWHERE, proxied: true });
    const { vault } = cell.agencies.get(POLICE)!.open;
    const at = { owner: POLICE, subject: data.subject, ...data.sentAs };
    expect(await openBoxes(vault, data.person, at, 'person')).toMatchObject({ name: 'Kenanga Contoh' });
  });

  it('is answered by the sender’s clerk with evidence; each half knows of the other at once', async () => {
    const id = await send();
    await byClerk(id, 'AcknowledgeReferral');
    cell.now += HOUR;
    await byClerk(id, 'AcceptReferral');
    const episode = cell.ids.next();
    await acts.serve(POLICE, id, episode, {
      type: 'ServiceStarted',
      data: { service: 'LegalAid', proxied: true, ...proxy } as never,
    });
    await cell.settle();
    await acts.serve(POLICE, id, episode, { type: 'ServiceCompleted', data: { outcome: 'GoalsMet' } as never });
    await cell.settle();
    expect(cell.rowsOf(POLICE).map(({ half, state }) => [half, state])).toEqual([
      ['sender', 'Completed'],
      ['recipient', 'Completed'],
    ]);
    const events = await cell.storeOf(POLICE).read(inOf(id));
    expect(events.map(({ envelope }) => envelope.audience)).toEqual(events.map(() => undefined));
    expect(events[2]!.event.data).toEqual({ proxied: true, ...proxy });
  });

  it('has its deadline, and what the sender does is known to its half', async () => {
    const [late, withdrawn] = [await send(), await acts.send(of, { to: 'DINSOS-73', service: 'Coordination' })];
    await acts.out(withdrawn, { type: 'WithdrawReferral', reason: 'MovedAway' });
    await cell.passTo(cell.now + 80 * HOUR);
    expect(cell.rowsOf(POLICE).map(({ state }) => state)).toEqual(['Expired', 'Expired', 'Withdrawn', 'Withdrawn']);
    expect(await refused(byClerk(late, 'AcceptReferral'))).toBe('referral-expired');
    expect(await refused(byClerk(withdrawn, 'AcceptReferral'))).toBe('illegal-transition');
  });
});

describe('answers', () => {
  it('at the same moment: one wins, the other is told the state', async () => {
    const id = await acts.send(of);
    await cell.settle();
    const answers = await Promise.allSettled([
      acts.in(id, { type: 'AcceptReferral', at: acts.at }),
      acts.in(id, { type: 'RejectReferral', reason: 'CapacityFull', at: acts.at }),
    ]);
    const lost = answers.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(lost).toHaveLength(1);
    const { state } = cell.rowsOf(HOSPITAL)[0]!;
    expect(lost[0]!.reason).toMatchObject({ rule: 'illegal-transition', detail: { state } });
    expect(await cell.types(HOSPITAL, inOf(id))).toHaveLength(2);
  });
});

const kinds = async (key: typeof HOSPITAL) => {
  const streams = [...cell.agencies.get(key)!.log.streams.keys()].filter((stream) => stream.startsWith('notice-'));
  const events = await Promise.all(streams.map((stream) => cell.storeOf(key).read(stream)));
  return events.map((notice) => [(notice[0]!.event.data as { kind: string }).kind, notice.length > 1 && notice[1]!.event.type]);
};
const supervised = async (key: typeof HOSPITAL) => {
  const streams = [...cell.agencies.get(key)!.log.streams.keys()].filter((stream) => stream.startsWith('notice-'));
  const events = await Promise.all(streams.map((stream) => cell.storeOf(key).read(stream)));
  const raised = events.map((notice) => notice[0]!.event.data as { kind: string; role: string });
  return raised.filter(({ role }) => role !== 'caseworker').map(({ kind, role }) => `${kind} ${role}`);
};

describe('the limits of a sending', () => {
  const sentOf = async (id: Uuid) => (await cell.storeOf(POLICE).read(outOf(id))).at(-1)!.event.data;
  const limit = { amount: 2, unit: 'WorkingDays', source: 'Keputusan gugus tugas 7/2026 (contoh)' } as const;

  it('are those of the policy valid at it, with the holidays published', async () => {
    const policy = slaPolicy({
      expiryGraceHours: 6,
      limits: { Acknowledge: limit, AcknowledgeEmergency: { ...limit, unit: 'Hours' } },
    });
    cell.publish(slaPolicyChanged({ validFrom: at('02-03 10:00'), policy }));
    cell.publish(holidaysPublished({ year: 2026, days: [{ on: '2026-02-04', name: 'contoh' }] }));
    const [plain, urgent] = [await acts.send(of), await acts.send(of, { service: 'Coordination', emergency: true })];
    expect(await sentOf(plain)).toMatchObject({
      acknowledgeBy: at('02-07 00:00'),
      deadline: at('02-06 10:00'),
      expireAt: at('02-06 16:00'),
    });
    expect(await sentOf(urgent)).toMatchObject({ acknowledgeBy: at('02-03 12:00') });
    cell.publish(slaPolicyChanged({ validFrom: at('02-03 11:00'), policy: slaPolicy({ acknowledgeHours: 1 }) }));
    expect(await sentOf(await acts.send(of, { service: 'CaseManagement' }))).toMatchObject({ acknowledgeBy: at('02-07 00:00') });
  });
  it('of an emergency are one hour where no policy says', async () =>
    expect(await sentOf(await acts.send(of, { emergency: true }))).toMatchObject({ acknowledgeBy: at('02-03 11:00') }));
});

describe('a service that does not begin', () => {
  it('is told by its application’s limit to the secretariat, and to both agencies', async () => {
    const application = cell.ids.next();
    const filed = serviceApplicationFiled({ record: of.record, dueAt: at('02-11 00:00') });
    await cell.write(POLICE, 'victim-services', streamOf('application', application), filed);
    const id = await acts.send(of, { application, service: 'HealthRehabilitation' });
    await cell.settle();
    await acts.in(id, { type: 'AcceptReferral', at: acts.at });
    await cell.passTo(cell.now + 30 * 24 * HOUR);
    expect(await cell.types(POLICE, outOf(id))).toEqual([
      ...['ReferralSent', 'ReferralAnswerNoted', 'ReferralServiceOverdue', 'ReferralEscalated'],
    ]);
    expect(await kinds(SECRETARIAT)).toEqual([['ReferralOverdue', false]]);
    expect([await supervised(POLICE), await supervised(HOSPITAL)]).toEqual([
      ['ServiceDue supervisor'],
      ['ServiceDue supervisor'],
    ]);
    expect(cell.rowsOf(POLICE).map(({ state, overdue }) => [state, overdue])).toEqual([['Accepted', false]]);
  });
});

describe('the secretariat', () => {
  it('is told of its own referrals that wait too long, once for each limit', async () => {
    const own = await acts.register(SECRETARIAT);
    const id = await acts.send(own, {}, SECRETARIAT);
    await cell.passTo(cell.now + 80 * HOUR);
    expect((await cell.types(SECRETARIAT, outOf(id))).filter((type) => type === 'ReferralEscalated')).toHaveLength(2);
    expect((await supervised(SECRETARIAT)).filter((told) => told.endsWith('secretariat'))).toEqual([
      'ReferralOverdue secretariat',
      'ReferralOverdue secretariat',
    ]);
  });
  it('is told of another agency’s once for each limit', async () => {
    await acts.send(of);
    await cell.passTo(cell.now + 80 * HOUR);
    expect(await kinds(SECRETARIAT)).toEqual([
      ['ReferralOverdue', false],
      ['ReferralOverdue', false],
    ]);
  });
});

describe('an emergency', () => {
  it('unread for an hour is overdue, told to the secretariat, and rung', async () => {
    const id = await acts.send(of, { emergency: true });
    await cell.passTo(cell.now + HOUR);
    await cell.settle();
    expect(await cell.types(POLICE, outOf(id))).toEqual(['ReferralSent', 'ReferralOverdue', 'ReferralEscalated']);
    expect(await kinds(HOSPITAL)).toEqual([
      ['ReferralReceived', false],
      ['EmergencyUnread', 'CallListed'],
    ]);
    expect(await kinds(SECRETARIAT)).toEqual([['ReferralOverdue', false]]);
    expect(await kinds(POLICE)).toEqual([['ReferralOverdue', false]]);
  });

  it('acknowledged within the hour rings nobody', async () => {
    const id = await acts.send(of, { emergency: true });
    await cell.settle();
    await acts.in(id, { type: 'AcknowledgeReferral', at: acts.at });
    await cell.passTo(cell.now + 2 * HOUR);
    expect(await kinds(HOSPITAL)).toEqual([['ReferralReceived', false]]);
    expect(await cell.types(POLICE, outOf(id))).toEqual(['ReferralSent', 'ReferralAnswerNoted']);
  });
});
