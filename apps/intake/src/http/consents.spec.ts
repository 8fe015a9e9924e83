import { at, GRANT, HOSPITAL, idOf, OTHER_HOSPITAL, POLICE, REFERRAL, SECRETARIAT } from '@satualur/contracts/cast';
import { instantOf, msOfInstant, streamOf, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import { allows, consents, consentStanding } from '@satualur/contracts/intake/consent';
import type { ConsentEvent, RecordEvent } from '@satualur/contracts/intake/events';
import type { NoticeEvent } from '@satualur/contracts/platform/events';
import type { GrantEvent } from '@satualur/contracts/referral/events';
import { taskForceFormed } from '@satualur/contracts/registry/examples';
import type { DataClass } from '@satualur/contracts/sealed';
import { codeOf, ELSEWHERE } from '../intake.world';
import { deskForEach, type Told } from './desk.world';

const HOUR = 3_600_000;
const GUARDIAN = '6399015708049009';

const desk = deskForEach();

const grant = (id: Uuid, over: object = {}) =>
  desk.post('police', `/records/${id}/consents`, {
    ...{ recipients: [codeOf(HOSPITAL)], purposes: ['HealthRehabilitation'], givenBy: 'self' },
    ...over,
  });
const withdraw = (id: Uuid, ...recipients: string[]) =>
  desk.post('police', `/records/${id}/consents/withdraw`, {
    recipients: recipients.length > 0 ? recipients : [codeOf(HOSPITAL)],
  });
const said = (id: Uuid) => desk.world.types(POLICE, streamOf('consent', id));
const granted = async () => {
  const { id } = await desk.register();
  await grant(id);
  return id;
};
const stopsOf = (told: Told) => told['stops'] as [{ recipient: string; stop: Uuid }, ...{ recipient: string; stop: Uuid }[]];

async function standing(id: Uuid, recipient = HOSPITAL) {
  const events = await desk.world.office(POLICE).open.store.read(streamOf('consent', id));
  const state = events.reduce((before, { event }) => consents.evolve(before, event as ConsentEvent), consents.initialState);
  return consentStanding(state, { recipient, purpose: 'HealthRehabilitation', at: instantOf(desk.world.now) });
}

describe('consent', () => {
  it('is granted per recipient and purpose, to agencies named by their codes', async () => {
    const { id } = await desk.register();
    expect(await grant(id)).toMatchObject({ status: 201, id, version: 1 });
    expect([await standing(id), await standing(id, OTHER_HOSPITAL)]).toEqual(['Allowed', 'NotGranted']);
    expect(await grant(id, { recipients: ['NOBODY-1'] })).toMatchObject({ status: 422, code: 'RECIPIENT_UNKNOWN' });
  });

  it('is taken for a purpose that is no service, and allows none', async () => {
    const { id } = await desk.register();
    expect(await grant(id, { purposes: ['Research'] })).toMatchObject({ status: 201 });
    expect(await standing(id)).toBe('NotGranted');
    expect(await grant(id, { purposes: ['HealthRehabilitation', 'Research'] })).toMatchObject({ status: 201 });
    expect(await standing(id)).toBe('Allowed');
    expect(await grant(id, { purposes: ['not a code\n'] })).toMatchObject({ status: 422 });
  });

  it('names a task force as a referral does', async () => {
    const { id } = await desk.register();
    expect(await grant(id, { recipients: ['GT-6305'] })).toMatchObject({ status: 201 });
    expect(await standing(id, SECRETARIAT)).toBe('Allowed');
    desk.world.publish(taskForceFormed());
    expect(await grant(id, { recipients: ['GT-6310'] })).toMatchObject({ status: 409, code: 'TASK_FORCE_WITHOUT_SECRETARIAT' });
  });

  it('expires by itself, at its own instant', async () => {
    const { id } = await desk.register();
    await grant(id, { expiresAt: '2026-02-10T10:00:00+08:00' });
    expect(await grant(id, { expiresAt: '2026-02-03T10:00:00+08:00' })).toMatchObject({
      status: 422,
      code: 'CONSENT_EXPIRY_PAST',
    });
    await desk.world.passTo(msOfInstant(at('02-11 10:00')));
    expect([await said(id), await standing(id)]).toEqual([['ConsentGranted', 'ConsentExpired'], 'Expired']);
    const expired = (await desk.world.office(POLICE).open.store.read(streamOf('consent', id))).at(-1)!;
    expect(msOfInstant(expired.envelope.time)).toBe(msOfInstant(at('02-10 10:00')));
  });

  it('is refused, unless it is in force: then it is withdrawn', async () => {
    const { id } = await desk.register();
    const refuse = { recipients: [codeOf(HOSPITAL)], purposes: ['HealthRehabilitation'], givenBy: 'self' };
    expect((await desk.post('police', `/records/${id}/consents/refuse`, refuse)).status).toBe(200);
    await grant(id);
    expect(await desk.post('police', `/records/${id}/consents/refuse`, refuse)).toMatchObject({
      status: 409,
      code: 'CONSENT_IN_FORCE',
    });
  });

  it('is not given for a record that is void or unknown', async () => {
    const { id } = await desk.register();
    await desk.post('police', `/records/${id}/void`);
    expect(await grant(id)).toMatchObject({ status: 409, code: 'RECORD_VOIDED' });
    expect(await grant(idOf(0xdead))).toMatchObject({ status: 404 });
  });
});

describe('a withdrawal', () => {
  it('asks each recipient to stop, who confirms, which is noted', async () => {
    const { id } = await desk.register();
    await grant(id, { recipients: [codeOf(HOSPITAL), codeOf(OTHER_HOSPITAL)] });
    const told = await withdraw(id);
    expect(told).toMatchObject({ status: 200, version: 2, confirmBy: at('02-06 10:00') });
    expect([await standing(id), await standing(id, OTHER_HOSPITAL)]).toEqual(['Withdrawn', 'Allowed']);
    const [{ stop, recipient }] = stopsOf(told);
    expect(recipient).toBe(HOSPITAL);
    expect(await desk.world.types(HOSPITAL, streamOf('stop', stop))).toEqual(['StopRequested']);
    expect(desk.world.events(HOSPITAL).map(({ event }) => event.type)).toContain('NotificationRaised');
    expect((await desk.post('hospital', `/stops/${stop}/confirm`)).status).toBe(200);
    expect(await said(id)).toEqual(['ConsentGranted', 'ConsentWithdrawn', 'StopConfirmationNoted']);
    expect(await desk.post('hospital', `/stops/${stop}/confirm`)).toMatchObject({ status: 409, code: 'STOP_ALREADY_CONFIRMED' });
    expect(await desk.post('police', `/stops/${stop}/confirm`)).toMatchObject({ status: 404 });
  });

  it('is one act whatever the number of recipients, and not two for one', async () => {
    const { id } = await desk.register();
    await grant(id, { recipients: [codeOf(HOSPITAL), codeOf(OTHER_HOSPITAL)] });
    expect(stopsOf(await withdraw(id, codeOf(HOSPITAL), codeOf(OTHER_HOSPITAL)))).toHaveLength(2);
    expect(await withdraw(id)).toMatchObject({ status: 409, code: 'CONSENT_NOT_GIVEN', facts: { recipient: HOSPITAL } });
    expect(await said(id)).toEqual(['ConsentGranted', 'ConsentWithdrawn']);
  });

  it('reminds the recipient’s people a day before it must be confirmed, unless it was', async () => {
    const dueSoon = () =>
      desk.world
        .events(HOSPITAL)
        .map(({ event }) => event as NoticeEvent)
        .filter(({ type, data }) => type === 'NotificationRaised' && data.kind === 'StopDueSoon');
    const [{ stop: confirmed }] = stopsOf(await withdraw(await granted()));
    const [{ stop: owed }] = stopsOf(await withdraw(await granted()));
    await desk.post('hospital', `/stops/${confirmed}/confirm`);
    await desk.world.passTo(desk.world.now + 47 * HOUR);
    expect(dueSoon()).toEqual([]);
    await desk.world.passTo(desk.world.now + 2 * HOUR);
    expect(dueSoon()).toMatchObject([{ data: { about: streamOf('stop', owed), role: 'caseworker' } }]);
  });

  it('that is not confirmed in time is overdue, and may still be confirmed', async () => {
    const { id } = await desk.register();
    await grant(id);
    const [{ stop }] = stopsOf(await withdraw(id));
    await desk.world.passTo(desk.world.now + 73 * HOUR);
    expect(await said(id)).toEqual(['ConsentGranted', 'ConsentWithdrawn', 'StopOverdue']);
    await desk.post('hospital', `/stops/${stop}/confirm`);
    expect(await said(id)).toContain('StopConfirmationNoted');
    expect(await desk.world.office(POLICE).open.store.nextDue()).toBeUndefined();
  });

  it('is confirmed for a recipient off the platform by the owner’s clerk, with evidence', async () => {
    const { id } = await desk.register();
    await grant(id, { recipients: [codeOf(ELSEWHERE)] });
    const [{ stop }] = stopsOf(await withdraw(id, codeOf(ELSEWHERE)));
    expect((await desk.post('desk', `/stops/${stop}/confirm`, { evidence: 'SURAT-12' })).status).toBe(200);
    expect(await said(id)).toEqual(['ConsentGranted', 'ConsentWithdrawn', 'StopConfirmationNoted']);
    const confirmed = (await desk.world.office(POLICE).open.store.read(streamOf('stop', stop))).at(-1)!;
    expect(confirmed.event.data).toMatchObject({ recipient: ELSEWHERE, evidence: 'SURAT-12' });
  });
});

describe('a guardian who is a suspect in the same case', () => {
  const CASE_REF = { caseRef: 'CASE-7' };
  const suspect = { role: { value: 'perpetrator', method: 'Observed' }, nik: { value: GUARDIAN, method: 'Document' } } as const;
  const guardian = { givenBy: 'guardian', guardianNik: '6399 0157 0804 9009' };
  const child = () => desk.register({}, CASE_REF);

  it('cannot consent: noted with the consent', async () => {
    await desk.register(suspect, CASE_REF);
    const { id } = await child();
    await grant(id, guardian);
    expect([await said(id), await standing(id)]).toEqual([['ConsentGranted', 'GuardianConflictNoted'], 'GuardianConflict']);
  });

  it('is noted when the suspect is registered later', async () => {
    const { id } = await child();
    await grant(id, guardian);
    expect(await standing(id)).toBe('Allowed');
    await desk.register(suspect, CASE_REF);
    expect(await standing(id)).toBe('GuardianConflict');
  });

  it('is noted when a correction makes one', async () => {
    const { id } = await child();
    await grant(id, guardian);
    const { nik, ...nameless } = suspect;
    const late = await desk.register({ ...nameless, nik: { value: '6399014101900002', method: 'Document' } }, CASE_REF);
    expect(await standing(id)).toBe('Allowed');
    await desk.post('police', `/records/${late.id}/correct`, { assertions: { nik } });
    expect(await standing(id)).toBe('GuardianConflict');
  });

  it('is noted when a victim turns out a suspect', async () => {
    const { id } = await child();
    await grant(id, guardian);
    const other = await desk.register({ nik: suspect.nik }, CASE_REF);
    expect(await standing(id)).toBe('Allowed');
    await desk.post('police', `/records/${other.id}/correct`, { assertions: { role: suspect.role } });
    expect(await standing(id)).toBe('GuardianConflict');
  });

  it('is noted when both are written at the same moment, each before the other is known', async () => {
    const { id } = await child();
    const office = desk.world.office(POLICE);
    const hidden = jest.spyOn(office.vault, 'findInIndex').mockResolvedValue([]);
    const asked = { recipients: [codeOf(HOSPITAL)], purposes: ['HealthRehabilitation'], ...guardian };
    jest.spyOn(desk.world, 'settle').mockResolvedValueOnce().mockResolvedValueOnce();
    await desk.post('police', `/records/${id}/consents`, asked);
    await desk.register(suspect, CASE_REF);
    hidden.mockRestore();
    expect(await standing(id)).toBe('Allowed');
    await desk.world.settle();
    expect([await said(id), await standing(id)]).toEqual([['ConsentGranted', 'GuardianConflictNoted'], 'GuardianConflict']);
  });

  it('touches that guardian’s consent only: not another’s, nor the person’s own, nor another case, nor a void record', async () => {
    await desk.register(suspect, { caseRef: 'CASE-8' });
    const voided = await desk.register(suspect, CASE_REF);
    await desk.post('police', `/records/${voided.id}/void`);
    const { id } = await child();
    await grant(id, guardian);
    expect(await standing(id)).toBe('Allowed');
    await desk.register(suspect, CASE_REF);
    expect(await standing(id)).toBe('GuardianConflict');
    await grant(id, { givenBy: 'guardian', guardianNik: '6399014101900002' });
    expect(await standing(id)).toBe('Allowed');
  });
});

describe('keys granted to this agency', () => {
  const granted = (over: Partial<GrantEvent['data']> = {}): GrantEvent => ({
    type: 'KeysGranted',
    data: {
      grant: GRANT,
      to: HOSPITAL,
      subject: idOf(0x5b) as SubjectId,
      classes: ['identity', 'medical'],
      referral: REFERRAL,
      ...over,
    },
    audience: [HOSPITAL],
  });
  const revoked = (of: GrantEvent, because: 'ConsentWithdrawn' | 'SubjectErased'): GrantEvent => {
    const { referral: _referral, ...data } = of.data as Extract<GrantEvent, { type: 'KeysGranted' }>['data'];
    return { type: 'KeysRevoked', data: { ...data, because }, audience: [HOSPITAL] };
  };

  async function take(event: GrantEvent) {
    await desk.world.write(POLICE, 'referral', streamOf('grant', event.data.grant), event);
    const { grant: id, subject, classes } = event.data;
    const { vault, publicKeys } = { ...desk.world.office(HOSPITAL), publicKeys: desk.world.office(HOSPITAL).vault.publicKeys };
    const jwe = await desk.world.office(POLICE).vault.wrapFor(publicKeys.grants, { id, subject, classes });
    await vault.takeIn(jwe, POLICE, '1');
    await desk.world.settle();
  }
  const opens = (dataClass: DataClass, { subject } = granted().data) =>
    desk.world.office(HOSPITAL).vault.hasGranted(POLICE, subject, dataClass);

  it('are destroyed when their owner takes them back, which the owner is told', async () => {
    await take(granted());
    expect(await opens('medical')).toBe(true);
    await desk.world.write(POLICE, 'referral', streamOf('grant', GRANT), revoked(granted(), 'ConsentWithdrawn'));
    await desk.world.settle();
    expect([await opens('identity'), await opens('medical')]).toEqual([false, false]);
    expect(await desk.world.types(HOSPITAL, streamOf('keys', GRANT))).toEqual(['KeysAwaited', 'GrantedKeysDestroyed']);
  });

  it('stay where another grant still gives them', async () => {
    const other = granted({ grant: idOf(0x95), classes: ['identity', 'legal'] });
    await take(granted());
    await take(other);
    await desk.world.write(POLICE, 'referral', streamOf('grant', GRANT), revoked(granted(), 'ConsentWithdrawn'));
    await desk.world.settle();
    expect([await opens('identity'), await opens('medical'), await opens('legal')]).toEqual([true, false, true]);
  });

  it('are destroyed when the subject is erased, and the owner notes each confirmation', async () => {
    const { id } = await desk.register();
    const [registered] = await desk.world.office(POLICE).open.store.read(streamOf('record', id));
    const { subject } = (registered!.event as Extract<RecordEvent, { type: 'AgencyRecordRegistered' }>).data;
    const event = granted({ subject });
    await take(event);
    const request = await desk.post('police', '/subject-requests', { ref: 'SR-1', record: id, kind: 'Erasure' });
    await desk.post('chief', `/subject-requests/${request.id}/fulfil`);
    const erased = desk.world.events(POLICE).find((stored) => stored.event.type === 'SubjectErased');
    expect(erased?.event.data).toMatchObject({ grantees: [HOSPITAL], because: 'Request', request: request.id });
    await desk.world.write(POLICE, 'referral', streamOf('grant', GRANT), revoked(event, 'SubjectErased'));
    await desk.world.settle();
    expect(await opens('identity', { ...event.data, subject })).toBe(false);
    expect(await desk.world.types(POLICE, streamOf('record', id))).toEqual([
      ...['AgencyRecordRegistered', 'SubjectErased', 'ErasureConfirmationNoted'],
    ]);
    const view = await desk.get('police', `/records/${id}`);
    expect(view).toMatchObject({ state: 'Erased', assertions: { name: { value: { closed: 'erased' } }, sex: { value: 'F' } } });
    expect((await desk.post('police', '/records/search', { name: 'Kenanga Contoh' }))['items']).toEqual([]);
  });
});

it('the fold that a sending checks agrees', async () => {
  const { id } = await desk.register();
  await grant(id);
  const [event] = (await desk.world.office(POLICE).open.store.read(streamOf('consent', id))).map(
    (stored) => stored.event as ConsentEvent,
  );
  const state = consents.evolve(consents.initialState, event!);
  expect(allows(state, { recipient: HOSPITAL, purpose: 'HealthRehabilitation', at: at('02-04 10:00') })).toBe(true);
});
