import { at, HOSPITAL, OTHER_HOSPITAL, POLICE, SECRETARIAT } from '@satualur/contracts/cast';
import { type AgencyKey, type Ref, streamOf, type Uuid } from '@satualur/contracts/ids';
import { safeContactRuleSet } from '@satualur/contracts/intake/examples';
import { holidaysPublished, slaPolicy, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { serviceApplicationFiled } from '@satualur/contracts/victim-services/examples';
import { inOf, outOf } from './both-halves';
import { type Acts, type Case, refusalOf as refused } from './cell.acts';
import type { Cell } from './cell.world';
import { HOUR, placeOf, refusals, sendingWorld } from './sending.world';

let cell: Cell;
let acts: Acts;
let of: Case;
beforeEach(async () => ({ cell, acts, of } = await sendingWorld()));

const noticesOf = (key: AgencyKey) => {
  const streams = [...cell.agencies.get(key)!.log.streams.keys()].filter((stream) => stream.startsWith('notice-'));
  return Promise.all(streams.map((stream) => cell.storeOf(key).read(stream)));
};
const kinds = async (key: AgencyKey) =>
  (await noticesOf(key)).map((notice) => [
    (notice[0]!.event.data as { kind: string }).kind,
    notice.length > 1 && notice[1]!.event.type,
  ]);
const supervised = async (key: AgencyKey) => {
  const raised = (await noticesOf(key)).map((notice) => notice[0]!.event.data as { kind: string; role: string });
  return raised.filter(({ role }) => role !== 'caseworker').map(({ kind, role }) => `${kind} ${role}`);
};

describe('a sending', () => {
  it('is one append: the referral, its keys, the open place it takes', async () => {
    const id = await acts.send(of);
    expect(await cell.types(POLICE, outOf(id))).toEqual(['ReferralSent']);
    const grant = (await cell.storeOf(POLICE).holder('grant', id))!;
    expect(await cell.types(POLICE, grant)).toEqual(['KeysGranted']);
    expect(await placeOf(cell, of)).toBe(outOf(id));
  });

  it('is refused as an open duplicate by rule, and the refusal is kept', async () => {
    await acts.send(of);
    expect(await refused(acts.send(of))).toBe('duplicate-open');
    expect(refusals(cell)).toBe(1);
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

  it('keeps an agency’s own number for one referral', async () => {
    await acts.send(of, { ref: 'F-9' as Ref });
    expect(await refused(acts.send(of, { ref: 'F-9' as Ref, service: 'Coordination' }))).toBe('taken referral');
  });

  it('tells the worker in charge by name what became of it', async () => {
    const worker = { type: 'WorkerAssigned', data: { worker: 'staff-9' } } as const;
    await cell.write(POLICE, 'intake', streamOf('record', of.record), worker);
    const id = await acts.send(of);
    await cell.settle();
    await acts.in(id, { type: 'RejectReferral', reason: 'CapacityFull', at: acts.at });
    await cell.settle();
    expect((await noticesOf(POLICE)).map(([raised]) => raised!.event)).toMatchObject([
      { data: { kind: 'ReferralAnswered', about: outOf(id), role: 'caseworker', worker: 'staff-9' } },
    ]);
  });

  describe('whose acceptance comes after its expiry', () => {
    const place = () => placeOf(cell, of);
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

    it('tells the recipient what became of the contact rule meanwhile', async () => {
      const id = await expired();
      await cell.write(POLICE, 'intake', streamOf('record', of.record), safeContactRuleSet({ subject: of.subject }));
      await cell.settle();
      expect(await cell.types(POLICE, outOf(id))).toEqual(
        expect.arrayContaining(['ReferralExpiryRevoked', 'ReferralContactChanged']),
      );
      expect(await cell.types(HOSPITAL, inOf(id))).toContain('ReferralContactNoted');
    });

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
      expect(await placeOf(cell, of)).toBe(outOf(second));
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
