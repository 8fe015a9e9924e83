import { HOSPITAL, idOf, OTHER_HOSPITAL, POLICE, SECRETARIAT } from '@satualur/contracts/cast';
import { type AgencyKey, type Ref, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { agencyLeft, agencyRenamed } from '@satualur/contracts/registry/examples';
import { serviceApplicationFiled } from '@satualur/contracts/victim-services/examples';
import { openBoxes } from '@satualur/service-host/open-boxes';
import { inOf, outOf } from './both-halves';
import { type Acts, type Case, refusalOf as refused } from './cell.acts';
import { type Cell, ELSEWHERE } from './cell.world';
import { DraftHandler, HandleDraft } from './referral.handler';
import { BatchHandler, HandleBatch, HandleSendDraft, SendDraftHandler } from './sending.handler';
import { HOUR, refusals, sendingWorld } from './sending.world';

let cell: Cell;
let acts: Acts;
let of: Case;
beforeEach(async () => ({ cell, acts, of } = await sendingWorld()));

describe('a sending', () => {
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

  it('goes to the provincial secretariat where no task force is', async () => {
    const id = await acts.send(of, { to: 'GT-6305', service: 'Coordination' });
    expect(await cell.types(POLICE, outOf(id))).toEqual(['ReferralRouted', 'ReferralSent']);
    await cell.settle();
    const [received] = await cell.storeOf(SECRETARIAT).read(inOf(id));
    expect(received!.event.data).toMatchObject({ to: SECRETARIAT, routed: { requested: 'GT-6305', reason: 'NoTaskForce' } });
    expect(await refused(acts.send(of, { to: 'GT-6310', service: 'Coordination' }))).toBe('task-force-without-secretariat');
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

const ids = { uuid: () => cell.ids.next(), random: () => Buffer.alloc(0) };

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
    expect(refusals(cell)).toBe(2);
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
