import { at, HOSPITAL, OTHER_HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { instantOf, msOfInstant, streamOf, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import {
  holidaysPublished,
  retentionPolicyChanged,
  slaPolicy,
  slaPolicyChanged,
  staffEnrolled,
} from '@satualur/contracts/registry/examples';
import { Erased, type SealedBox } from '@satualur/contracts/sealed';
import { deskForEach } from './desk.world';

const HOUR = 3_600_000;

const desk = deskForEach();

const request = (record: Uuid, kind: string, over: object = {}) =>
  desk.post('police', '/subject-requests', { ref: `SR-${kind}`, record, kind, ...over });

describe('a request of a data subject', () => {
  it('is answered within three days, or is overdue at their very end', async () => {
    const { id } = await desk.register();
    const asked = await request(id, 'Access', { receivedAt: '2026-02-03T09:00:00+08:00' });
    await desk.world.passTo(msOfInstant(at('02-06 09:00')));
    const stored = await desk.world.office(POLICE).open.store.read(streamOf('subjectrequest', asked.id));
    expect(stored.map(({ event, envelope }) => [event.type, envelope.time])).toEqual([
      ['SubjectRequestReceived', at('02-03 10:00')],
      ['SubjectRequestOverdue', at('02-06 09:00')],
    ]);
    expect(desk.world.events(POLICE).map(({ event }) => event.type)).toContain('NotificationRaised');
    expect((await desk.post('chief', `/subject-requests/${asked.id}/fulfil`)).status).toBe(200);
    expect(await desk.world.types(POLICE, streamOf('record', id))).toEqual(['AgencyRecordRegistered']);
  });

  it('is answered by the limit of the policy valid at its receipt, in working days where that says so', async () => {
    const { id } = await desk.register();
    const limit = { amount: 2, unit: 'WorkingDays', source: 'Keputusan gugus tugas 7/2026 (contoh)' } as const;
    const policy = slaPolicy({ limits: { AnswerRequest: limit, NotifyBreach: { ...limit, unit: 'Hours' } } });
    desk.world.publish(slaPolicyChanged({ validFrom: at('02-03 09:00'), policy }));
    desk.world.publish(holidaysPublished({ year: 2026, days: [{ on: '2026-02-05', name: 'contoh' }] }));
    const dueAt = async (told: { readonly id: Uuid }, category: string) =>
      (await desk.world.office(POLICE).open.store.read(streamOf(category, told.id)))[0]!.event.data;
    expect(await dueAt(await request(id, 'Access'), 'subjectrequest')).toMatchObject({ dueAt: at('02-07 00:00') });
    const before = await request(id, 'Restriction', { receivedAt: '2026-02-03T08:59:00+08:00' });
    expect(await dueAt(before, 'subjectrequest')).toMatchObject({ dueAt: at('02-06 08:59') });
    const found = { ref: 'B-1', detectedAt: '2026-02-03T09:30:00+08:00', classes: ['identity'], records: [id] };
    expect(await dueAt(await desk.post('chief', '/breaches', found), 'breach')).toMatchObject({ notifyBy: at('02-03 11:30') });
  });

  it('is answered once', async () => {
    const { id } = await desk.register();
    const asked = await request(id, 'Access');
    const article = 'UU 27/2022 art. 15(1)';
    expect((await desk.post('chief', `/subject-requests/${asked.id}/refuse`, { article })).status).toBe(200);
    for (const answer of ['fulfil', 'refuse'])
      expect(
        await desk.post('chief', `/subject-requests/${asked.id}/${answer}`, answer === 'refuse' ? { article } : {}),
      ).toMatchObject({
        ...{ status: 409, code: 'REQUEST_ANSWERED', facts: { state: 'Refused' } },
      });
    await desk.world.passTo(desk.world.now + 100 * HOUR);
    expect(await desk.world.types(POLICE, streamOf('subjectrequest', asked.id))).toHaveLength(2);
  });

  it('is a supervisor’s to answer', async () => {
    const { id } = await desk.register();
    expect((await desk.post('police', `/subject-requests/${(await request(id, 'Access')).id}/fulfil`)).status).toBe(403);
  });

  it('cannot have come in the future, nor of a record that is not there', async () => {
    const { id } = await desk.register();
    const future = await request(id, 'Access', { receivedAt: '2027-01-01T00:00:00+08:00' });
    expect([future.status, future.code]).toEqual([422, 'RECEIVED_IN_THE_FUTURE']);
    expect(await request(desk.world.ids.next(), 'Access')).toMatchObject({ status: 404 });
  });
});

describe('erasure', () => {
  it('is refused while the law holds the record, with the article, and then carried out', async () => {
    const { id } = await desk.register();
    await desk.post('chief', `/records/${id}/hold`, { article: 'UU 8/1981 art. 39' });
    const asked = await request(id, 'Erasure');
    expect(await desk.post('chief', `/subject-requests/${asked.id}/fulfil`)).toMatchObject({
      ...{ status: 409, code: 'LEGAL_HOLD', facts: { article: 'UU 8/1981 art. 39' } },
    });
    expect(await desk.world.types(POLICE, streamOf('subjectrequest', asked.id))).toEqual(['SubjectRequestReceived']);
    await desk.post('chief', `/records/${id}/lift-hold`);
    expect((await desk.post('chief', `/subject-requests/${asked.id}/fulfil`)).status).toBe(200);
    expect((await desk.get('police', `/records/${id}`))['state']).toBe('Erased');
    const change = { assertions: { phone: { value: '+628990000001', method: 'SelfDeclared' } } };
    expect(await desk.post('police', `/records/${id}/assert`, change)).toMatchObject({ status: 409, code: 'SUBJECT_ERASED' });
  });

  it('takes what a case’s event says of nobody in particular with the last record of the case', async () => {
    const [one, other] = [await desk.register({}, { caseRef: 'CASE-7' }), await desk.register({}, { caseRef: 'CASE-7' })];
    const { id: event } = await desk.post('police', '/case-events', { ref: 'CASE-7', victimCount: 2, lpNumber: 'LP/99/CONTOH' });
    const account = () => desk.post('police', `/case-events/${event}/historic`, { exploitation: [], account: 'Kisah contoh' });
    expect((await account()).status).toBe(200);
    const erase = async (record: Uuid) => {
      const asked = await desk.post('police', '/subject-requests', { ref: `SR-${record.slice(-8)}`, record, kind: 'Erasure' });
      expect((await desk.post('chief', `/subject-requests/${asked.id}/fulfil`)).status).toBe(200);
    };
    const { store, vault } = desk.world.office(POLICE).open;
    const keyOf = async () => {
      const [first] = await store.read(streamOf('caseevent', event));
      const { subject, lpNumber } = first!.event.data as { subject: SubjectId; lpNumber: SealedBox };
      return vault.open(lpNumber, { owner: POLICE, subject, stream: first!.stream, version: 1, field: 'lpNumber' });
    };
    await erase(one.id);
    expect(await keyOf()).toBe('LP/99/CONTOH');
    await erase(other.id);
    expect(await keyOf()).toBeInstanceOf(Erased);
    expect((await desk.world.types(POLICE, streamOf('caseevent', event))).at(-1)).toBe('CaseEventErased');
    expect(await account()).toMatchObject({ status: 409, code: 'SUBJECT_ERASED' });
  });

  it('by retention ends each class by its own dated rule, counted from the closing', async () => {
    desk.world.publish(
      retentionPolicyChanged({ dataClass: 'narrative', years: 1, source: 'Perpres contoh', validFrom: at('01-01 00:00') }),
    );
    desk.world.publish(
      retentionPolicyChanged({ dataClass: 'identity', years: 3, source: 'UU contoh', validFrom: at('01-01 00:00') }),
    );
    const { id } = await desk.register();
    await desk.post('police', `/records/${id}/contact-rule`, { danger: false, rule: 'Safe', note: 'Catatan contoh' });
    await desk.post('police', `/records/${id}/close`, { reason: 'GoalsMet' });
    await desk.world.passTo(desk.world.now + 366 * 24 * HOUR);
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({
      ...{ contact: { note: { closed: 'erased' } }, assertions: { name: { value: 'Kenanga Contoh' } } },
    });
    await desk.world.passTo(desk.world.now + 2 * 366 * 24 * HOUR);
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({ assertions: { name: { value: { closed: 'erased' } } } });
    const erased = desk.world.events(POLICE).filter(({ event }) => event.type === 'SubjectErased');
    expect(erased.map(({ event, envelope }) => [event.data, envelope.time])).toMatchObject([
      [{ because: 'Retention', classes: ['narrative'], rule: 'Perpres contoh' }, '2027-02-03T02:00:00.000Z'],
      [{ because: 'Retention', classes: ['identity'], rule: 'UU contoh' }, '2029-02-03T02:00:00.000Z'],
    ]);
    expect((await desk.post('police', '/records/search', { name: 'Kenanga Contoh' }))['items']).toEqual([]);
  });

  it('by retention waits for the law, and for a case that was reopened', async () => {
    desk.world.publish(retentionPolicyChanged({ dataClass: 'identity', years: 1, validFrom: at('01-01 00:00') }));
    const [held, reopened] = [await desk.register(), await desk.register()];
    for (const { id } of [held, reopened]) await desk.post('police', `/records/${id}/close`, { reason: 'GoalsMet' });
    await desk.post('chief', `/records/${held.id}/hold`, { article: 'UU 8/1981 art. 39' });
    await desk.post('police', `/records/${reopened.id}/reopen`, { reason: 'NewNeed' });
    await desk.world.passTo(desk.world.now + 400 * 24 * HOUR);
    expect(desk.world.events(POLICE).map(({ event }) => event.type)).not.toContain('SubjectErased');
  });
});

describe('a breach', () => {
  it('is told to the subject and the authority within three days', async () => {
    const [told, untold] = await Promise.all(
      ['BR-1', 'BR-2'].map((ref) =>
        desk.post('chief', '/breaches', { ref, detectedAt: instantOf(desk.world.now), classes: ['identity'], records: [] }),
      ),
    );
    await desk.post('chief', `/breaches/${told!.id}/notify`, { to: ['Subject'] });
    await desk.post('chief', `/breaches/${told!.id}/notify`, { to: ['Authority'] });
    await desk.world.passTo(desk.world.now + 100 * HOUR);
    expect(await desk.world.types(POLICE, streamOf('breach', told!.id))).toEqual([
      'BreachDetected',
      'BreachNotified',
      'BreachNotified',
    ]);
    expect(await desk.world.types(POLICE, streamOf('breach', untold!.id))).toEqual(['BreachDetected', 'BreachOverdue']);
    expect(await desk.post('chief', `/breaches/${told!.id}/notify`, { to: ['Subject'] })).toMatchObject({
      ...{ status: 409, code: 'BREACH_NOTIFIED' },
    });
  });
});

describe('cases, screenings and legal bases', () => {
  it('count the victims of a case, and replace the count', async () => {
    const first = await desk.post('police', '/case-events', {
      ref: 'CASE-7',
      victimCount: 12,
      recordedAt: '2026-02-01T08:00:00+08:00',
    });
    const again = await desk.post('police', '/case-events', { ref: 'CASE-7', victimCount: 13 });
    expect([first.status, again.id, again.version]).toEqual([201, first.id, 2]);
    const stored = await desk.world.office(POLICE).open.store.read(streamOf('caseevent', first.id));
    expect(stored.map(({ event }) => event.type)).toEqual(['CaseEventRegistered', 'CaseEventRevised']);
    expect(new Set(stored.map(({ envelope }) => envelope.caseid)).size).toBe(1);
    const { id } = await desk.register();
    const history = { record: id, exploitation: ['ForcedLabour'], origin: '6310', account: 'Kisah contoh' };
    expect((await desk.post('police', `/case-events/${first.id}/historic`, history)).version).toBe(3);
    expect(JSON.stringify(desk.world.events(POLICE).at(-1)!.event)).not.toContain('Kisah');
  });

  it('ring whoever is in charge at once for an emergency that a screening found', async () => {
    const { id } = await desk.register();
    desk.world.publish(staffEnrolled({ agency: POLICE, staff: 'staff-9' }));
    expect((await desk.post('chief', `/records/${id}/assign`, { worker: 'staff-9' })).status).toBe(200);
    const { id: screening } = await desk.post('police', '/screenings', { record: id });
    await desk.post('police', `/screenings/${screening}/complete`, { child: true, risk: 'High', emergency: true });
    const notices = desk.world.events(POLICE).filter(({ stream }) => stream.startsWith('notice-'));
    expect(notices.map(({ event }) => event)).toMatchObject([
      { type: 'NotificationRaised', data: { kind: 'EmergencyScreened', worker: 'staff-9', emergency: true } },
      { type: 'CallListed', data: { role: 'supervisor' } },
    ]);
  });

  it('screen by act, means and purpose; a child needs no means', async () => {
    const { id } = await desk.register();
    const screened = async (answers: object) => {
      const started = await desk.post('police', '/screenings', { record: id });
      const body = { child: false, risk: 'High', emergency: false, ...answers };
      return { told: await desk.post('police', `/screenings/${started.id}/complete`, body), started };
    };
    const all = { acts: ['Recruitment'], means: ['Deception'], purposes: ['ForcedLabour'] };
    expect((await screened(all)).told['finding']).toBe('ElementsMet');
    expect((await screened({ ...all, means: [] })).told['finding']).toBe('ElementsNotMet');
    expect((await screened({ ...all, means: [], child: true })).told['finding']).toBe('ElementsMet');
    const { started, told: unclear } = await screened({ acts: ['Recruitment'] });
    expect(unclear['finding']).toBe('Unclear');
    const body = { child: false, risk: 'Low', emergency: false };
    expect(await desk.post('police', `/screenings/${started.id}/complete`, body)).toMatchObject({ code: 'SCREENING_COMPLETED' });
  });

  it('state on what basis a person’s data are processed', async () => {
    const { id } = await desk.register();
    const basis = { basis: 'PublicTask', purposes: ['LegalAid'], classes: ['identity'], article: 'UU 27/2022 art. 20(2)(e)' };
    expect((await desk.post('police', `/records/${id}/legal-bases`, basis)).status).toBe(201);
    expect(desk.world.events(POLICE).at(-1)!.envelope.legalbasis).toBe('PublicTask');
    const span = { since: '2026-02-03T08:00:00+08:00', until: '2026-03-03T08:00:00+08:00' };
    const [recordedAt, later] = ['2026-02-03T09:00:00+08:00', `/records/${id}/legal-bases`];
    expect(await desk.post('police', later, { ...basis, ...span, recordedAt })).toMatchObject({ id, version: 2 });
    const stored = await desk.world.office(POLICE).open.store.read(streamOf('legalbasis', id));
    expect(stored.map(({ event, envelope }) => [event.data, envelope.time])).toMatchObject([
      [{ record: id, ...basis }, instantOf(desk.world.now)],
      [{ record: id, ...basis, ...span }, recordedAt],
    ]);
    const refused = await desk.post('police', later, { ...basis, since: span.until, until: span.since });
    expect(refused).toMatchObject({ status: 422, code: 'BASIS_ENDS_BEFORE_IT_BEGINS' });
  });
});

describe('who is away', () => {
  it('has a deputy that is somebody else, until the return', async () => {
    const absence = { worker: 'staff-4', from: '2026-02-09', until: '2026-02-13', deputy: 'staff-7' };
    expect((await desk.post('chief', '/workers/absences', absence)).status).toBe(201);
    expect(await desk.post('chief', '/workers/absences', { ...absence, deputy: 'staff-4' })).toMatchObject({
      code: 'DEPUTY_IS_WORKER',
    });
    expect(await desk.post('chief', '/workers/absences', { ...absence, until: '2026-02-01' })).toMatchObject({
      ...{ code: 'ABSENCE_ENDS_BEFORE_IT_BEGINS' },
    });
    expect((await desk.post('chief', '/workers/returns', { worker: 'staff-4' })).status).toBe(200);
    expect(await desk.post('chief', '/workers/returns', { worker: 'staff-4' })).toMatchObject({ code: 'WORKER_NOT_ABSENT' });
  });

  const assign = async (worker: string) => {
    const { id } = await desk.register();
    return desk.post('police', `/records/${id}/assign`, { worker });
  };
  const away = (worker: string, deputy: string) =>
    desk.post('chief', '/workers/absences', { worker, from: '2026-02-09', until: '2026-02-13', deputy });
  const unknown = { status: 422, code: 'WORKER_UNKNOWN' };

  it('is of the own agency, by its list once it keeps one', async () => {
    desk.world.publish(staffEnrolled({ agency: POLICE, staff: `${POLICE}.caseworker` }));
    expect((await assign(`${POLICE}.caseworker`)).status).toBe(200);
    for (const who of ['nobody.caseworker', 'w-123']) expect(await assign(who)).toMatchObject(unknown);
    expect(await away('ghost', `${POLICE}.caseworker`)).toMatchObject(unknown);
    expect(await away(`${POLICE}.caseworker`, 'ghost')).toMatchObject(unknown);
  });

  it('is nobody else’s, also where the agency keeps no list', async () => {
    desk.world.publish(staffEnrolled({ agency: OTHER_HOSPITAL, staff: 'perawat-9' }));
    for (const who of [`${HOSPITAL}.caseworker`, 'perawat-9']) {
      expect(await assign(who)).toMatchObject(unknown);
      expect(await away('staff-4', who)).toMatchObject(unknown);
    }
    expect((await assign(`${POLICE}.caseworker`)).status).toBe(200);
  });
});
