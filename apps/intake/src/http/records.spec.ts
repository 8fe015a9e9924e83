import { at, POLICE } from '@satualur/contracts/cast';
import { streamOf } from '@satualur/contracts/ids';
import { RecordView } from '@satualur/contracts/views';
import { codeListPublished } from '@satualur/contracts/registry/examples';
import { deskForEach, type Told } from './desk.world';

const desk = deskForEach();

const values = (record: Told) =>
  Object.fromEntries(
    Object.entries(record['assertions'] as Record<string, { value: unknown }>).map(([field, { value }]) => [field, value]),
  );
const status = (value: string) => ({ traffickingStatus: { value, method: 'Document' } });
const logged = () => desk.world.events(POLICE).map(({ event }) => event.type);

describe('registering', () => {
  it('keeps what was claimed, judges the form of a NIK, and names the scheme of codes', async () => {
    const odd = { value: '6399-0157 0804x', method: 'SelfDeclared' as const };
    const { id } = await desk.register({ nik: odd });
    const { assertions } = await desk.get('police', `/records/${id}`);
    expect(assertions).toMatchObject({
      nik: { ...odd, wellFormed: false },
      sex: { value: 'F', scheme: 'htcds-2.0' },
      exploitation: { scheme: 'htcds-2.0' },
      traffickingStatus: { scheme: 'htcds-2.0' },
    });
    const lawful = await desk.get('police', `/records/${(await desk.register()).id}`);
    expect(lawful['assertions']).toMatchObject({ nik: { value: '6399015708049001', wellFormed: true } });
  });

  it('keeps a number once, and leaves nothing to find of what was refused', async () => {
    const first = await desk.post('police', '/records', { ref: 'R-A', assertions: { ...person('Melati Fiktif') } });
    const again = await desk.post('police', '/records', { ref: 'R-A', assertions: { ...person('Mawar Rekaan') } });
    expect([first.status, again.status, again.code]).toEqual([201, 409, 'ALREADY_TAKEN']);
    expect(await desk.world.office(POLICE).vault.findInIndex([{ kind: 'name', value: 'mr' }], 10)).toEqual([]);
  });

  it('gives the first answer to a repeat, whose person is found once', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const body = { ref: 'R-A', assertions: person('Melati Fiktif') };
    const [first, again] = [await desk.post('police', '/records', body, key), await desk.post('police', '/records', body, key)];
    expect(again).toEqual(first);
    expect((await desk.post('police', '/records/search', { name: 'Melati' }))['items']).toHaveLength(1);
  });

  it('marks what was taken over from an older register', async () => {
    const { id } = await desk.register({}, { imported: true, recordedAt: '2019-05-01T08:00:00+08:00' });
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({ imported: true, recordedAt: '2019-05-01T08:00:00+08:00' });
    expect(await desk.world.office(POLICE).open.store.nextDue()).toBeUndefined();
  });

  it('flags a clock that is ahead, and refuses nothing for it', async () => {
    const { id, status: taken } = await desk.register({}, { recordedAt: '2026-02-04T09:00:00+08:00' });
    const ahead = await desk.get('police', `/records/${id}`);
    expect([taken, ahead['clockAhead'], ahead['recordedAt']]).toEqual([201, true, '2026-02-04T09:00:00+08:00']);
    const { id: other } = await desk.register({}, { recordedAt: '2026-02-03T10:00:00+08:00' });
    expect(await desk.get('police', `/records/${other}`)).not.toHaveProperty('clockAhead');
  });

  it('refuses a code that the list in force does not have', async () => {
    const codes = [{ code: 'ForcedLabour', label: { id: 'Kerja paksa', en: 'Forced labour' } }];
    desk.world.publish(codeListPublished({ list: 'vic_TypeOfExploitation', codes, validFrom: at('02-01 00:00') }));
    const refused = await desk.register({ exploitation: { value: ['Servitude'], method: 'SelfDeclared' } });
    expect(refused).toMatchObject({
      ...{ status: 422, code: 'CODE_NOT_IN_LIST' },
      facts: { list: 'vic_TypeOfExploitation', code: 'Servitude', at: at('02-03 10:00') },
    });
    expect(logged()).toEqual(['CommandRefused']);
    expect((await desk.register()).status).toBe(201);
    const before = { recordedAt: '2026-01-31T23:59:59+08:00' };
    expect((await desk.register({ exploitation: { value: ['Servitude'], method: 'SelfDeclared' } }, before)).status).toBe(201);
  });
});

describe('a change', () => {
  it('puts the latest recorded value in force, whatever came first', async () => {
    const { id } = await desk.register({}, { recordedAt: '2026-02-01T08:00:00+08:00' });
    await desk.post('police', `/records/${id}/determine`, {
      ...{ assertions: status('ActualVictimOfTrafficking'), recordedAt: '2026-02-03T08:00:00+08:00' },
    });
    const late = { assertions: status('NotAVictimOfTrafficking'), recordedAt: '2026-02-02T08:00:00+08:00' };
    expect(await desk.post('police', `/records/${id}/correct`, late)).toMatchObject({ status: 200, id, version: 3 });
    expect(values(await desk.get('police', `/records/${id}`))).toMatchObject({ traffickingStatus: 'ActualVictimOfTrafficking' });
  });

  it('says who decided a status: the agency by its kind, unless it says otherwise', async () => {
    const { id } = await desk.register();
    await desk.post('police', `/records/${id}/determine`, { assertions: status('ActualVictimOfTrafficking') });
    const determined = desk.world.events(POLICE).find(({ event }) => event.type === 'VictimStatusDetermined');
    expect(determined?.event.data).toMatchObject({ decidedBy: desk.world.directory.agency(POLICE)!.decisionMakingOrg });
  });

  it('is refused with the state of the record, and changes nothing', async () => {
    const { id } = await desk.register();
    await desk.post('police', `/records/${id}/void`);
    const before = await desk.world.types(POLICE, streamOf('record', id));
    desk.world.now += 1000;
    for (const [path, body] of [
      ['assert', { assertions: status('ActualVictimOfTrafficking') }],
      ['void', {}],
      ['close', { reason: 'GoalsMet' }],
      ['assign', { worker: 'staff-4' }],
    ] as const)
      expect(await desk.post('police', `/records/${id}/${path}`, body)).toMatchObject({
        ...{ status: 409, code: 'RECORD_VOIDED', facts: { state: 'Voided' } },
      });
    expect(await desk.world.types(POLICE, streamOf('record', id))).toEqual(before);
  });

  it('answers an unknown record, and another agency’s, alike', async () => {
    const { id } = await desk.register();
    const change = { assertions: status('ActualVictimOfTrafficking') };
    expect(await desk.post('hospital', `/records/${id}/assert`, change)).toMatchObject({ status: 404 });
    expect(await desk.get('hospital', `/records/${id}`)).toMatchObject({ status: 404 });
  });
});

describe('a record', () => {
  it('shows how its person may be reached before any number', async () => {
    const { id } = await desk.register({ phone: { value: '0812-9900-0001', method: 'SelfDeclared' } });
    await desk.post('police', `/records/${id}/contact-rule`, { danger: true, rule: 'NoMessages', note: 'Hanya siang (contoh)' });
    const shown = await desk.get('police', `/records/${id}`);
    expect(shown['contact']).toEqual({ danger: true, rule: 'NoMessages', note: 'Hanya siang (contoh)' });
    expect(RecordView.safeParse(shown).error).toBeUndefined();
    expect(Object.keys(shown).indexOf('contact')).toBeLessThan(Object.keys(shown).indexOf('assertions'));
  });

  it('is looked at only with a durable event', async () => {
    const { id } = await desk.register();
    expect(logged()).not.toContain('RecordViewed');
    await desk.get('police', `/records/${id}`);
    const look = desk.world.events(POLICE).find(({ event }) => event.type === 'RecordViewed');
    expect(look).toMatchObject({ event: { data: { subject: `record-${id}` } }, envelope: { actor: 'staff-7/caseworker' } });
    expect((await desk.get('auditor', `/records/${id}`)).status).toBe(403);
  });

  it('is closed, reopened, assigned and handed over', async () => {
    const { id } = await desk.register();
    await desk.post('police', `/records/${id}/assign`, { worker: 'staff-4' });
    await desk.post('police', `/records/${id}/assign`, { worker: 'staff-5' });
    await desk.post('police', `/records/${id}/close`, { reason: 'GoalsMet' });
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({ state: 'Closed', worker: 'staff-5' });
    await desk.post('police', `/records/${id}/reopen`, { reason: 'NewNeed' });
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({ state: 'Open' });
  });
});

describe('an update of a record not known yet', () => {
  const held = (over: object = {}) => ({
    ...{ record: 'R-LATE', kind: 'Determine', assertions: status('ActualVictimOfTrafficking') },
    recordedAt: '2026-02-02T08:00:00+08:00',
    ...over,
  });

  it('waits, and is applied in the append that registers the record, under the record’s own subject', async () => {
    const name = { name: { value: 'Melati Rekaan', method: 'Document' } };
    const first = await desk.post('police', '/held-updates', held());
    await desk.post('police', '/held-updates', held({ kind: 'Correct', assertions: name, reason: 'TypingError' }));
    expect(first.status).toBe(201);
    const body = { ref: 'R-LATE', recordedAt: '2026-02-01T08:00:00+08:00', assertions: person('Mlati Fiktif') };
    const { id, version } = await desk.post('police', '/records', body);
    expect(version).toBe(3);
    expect(values(await desk.get('police', `/records/${id}`))).toMatchObject({
      ...{ name: 'Melati Rekaan', traffickingStatus: 'ActualVictimOfTrafficking' },
    });
    const events = await desk.world.office(POLICE).open.store.read(streamOf('record', id));
    expect(new Set(events.map(({ event }) => (event.data as { subject: string }).subject)).size).toBe(1);
    expect(new Set(events.map(({ envelope }) => envelope.knowntime)).size).toBe(1);
    expect(await desk.world.types(POLICE, streamOf('heldupdate', first.id))).toEqual(['UpdateHeld', 'UpdateApplied']);
  });

  it('is refused for a record that is known', async () => {
    await desk.post('police', '/records', { ref: 'R-LATE', assertions: person('Melati Fiktif') });
    expect(await desk.post('police', '/held-updates', held())).toMatchObject({ status: 409, code: 'RECORD_KNOWN' });
  });

  it('is not applied once it was discarded', async () => {
    const { id } = await desk.post('police', '/held-updates', held());
    await desk.post('police', `/held-updates/${id}/discard`, { reason: 'EnteredInError' });
    expect((await desk.post('police', '/records', { ref: 'R-LATE', assertions: person('Melati Fiktif') })).version).toBe(1);
    expect(await desk.post('police', `/held-updates/${id}/discard`, { reason: 'EnteredInError' })).toMatchObject({
      ...{ status: 409, code: 'UPDATE_NOT_WAITING', facts: { state: 'Discarded' } },
    });
  });
});

describe('a record that is still on its way', () => {
  const announced = () => desk.post('police', '/records/announced', { ref: 'R-LATE' });
  const register = (recordedAt = '2026-02-01T08:00:00+08:00') =>
    desk.post('police', '/records', { ref: 'R-LATE', recordedAt, assertions: person('Melati Fiktif') });

  it('is nothing to read or find; what is done for its person names it, and it becomes that record', async () => {
    const { id, caseid, status: taken } = await announced();
    expect([taken, (await desk.get('police', `/records/${id}`)).status]).toEqual([201, 404]);
    const grant = { recipients: ['RS-6310'], purposes: ['LegalAid'], givenBy: 'self' };
    expect((await desk.post('police', `/records/${id}/consents`, grant)).status).toBe(201);
    expect(await register()).toMatchObject({ status: 201, id, caseid, version: 2 });
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({ state: 'Open', recordedAt: '2026-02-01T08:00:00+08:00' });
    expect((await desk.post('police', '/records/search', { name: 'Melati' }))['items']).toHaveLength(1);
  });

  it('takes values only by updates held for it', async () => {
    const { id } = await announced();
    const stated = { recordedAt: '2026-02-02T08:00:00+08:00', assertions: status('ActualVictimOfTrafficking') };
    expect((await desk.post('police', `/records/${id}/assert`, stated)).code).toBe('RECORD_UNKNOWN');
    const held = await desk.post('police', '/held-updates', { record: 'R-LATE', kind: 'Assert', ...stated });
    expect(await desk.world.types(POLICE, streamOf('heldupdate', held.id))).toEqual(['UpdateHeld']);
    expect(values(await desk.get('police', `/records/${(await register()).id}`))).toMatchObject({
      traffickingStatus: 'ActualVictimOfTrafficking',
    });
    expect(await desk.world.types(POLICE, streamOf('heldupdate', held.id))).toEqual(['UpdateHeld', 'UpdateApplied']);
  });

  it('is announced once, and registered once', async () => {
    await announced();
    expect(await announced()).toMatchObject({ status: 409, code: 'ALREADY_TAKEN' });
    await register();
    expect(await register()).toMatchObject({ status: 409, code: 'ALREADY_TAKEN' });
  });
});

describe('search', () => {
  const find = async (asked: object) => (await desk.post('police', '/records/search', asked))['items'] as { ref: string }[];

  it('finds the own agency’s people by name, number or phone, and says how they may be reached', async () => {
    const phone = { phone: { value: '0812 9900 0001', method: 'SelfDeclared' as const } };
    const { id } = await desk.register({ name: { value: 'Hj. Melati binti Fiktif', method: 'SelfDeclared' }, ...phone });
    await desk.register({
      name: { value: 'Kenanga Rekaan', method: 'SelfDeclared' },
      nik: { value: '6399', method: 'Document' },
    });
    await desk.register({ name: { value: 'Melati Fiktif', method: 'SelfDeclared' } }, {}, 'hospital');
    await desk.post('police', `/records/${id}/contact-rule`, { danger: true, rule: 'NoContact' });
    for (const asked of [
      ...[{ name: 'Mlati Fiktif' }, { name: 'melati f.' }, { number: '6399 0157 0804 9001' }, { phone: '+62 812-9900-0001' }],
    ]) {
      const items = await find(asked);
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({ id, contact: { danger: true, rule: 'NoContact' } });
      expect(JSON.stringify(items)).not.toContain('9900');
    }
    expect(await find({ name: 'Seroja' })).toEqual([]);
  });

  it('finds by the value in force, not by one that was corrected', async () => {
    const { id } = await desk.register();
    await desk.post('police', `/records/${id}/correct`, {
      assertions: { nik: { value: '6399014101900002', method: 'Document' } },
    });
    expect(await find({ number: '6399015708049001' })).toEqual([]);
    expect(await find({ number: '6399014101900002' })).toHaveLength(1);
  });

  it('is an event before it is answered, without what was looked for', async () => {
    const { id } = await desk.register();
    await find({ name: 'Kenanga' });
    const { event } = desk.world.events(POLICE).find((stored) => stored.event.type === 'RecordSearched')!;
    expect(event.data).toEqual({ by: 'Name', shown: [`record-${id}`] });
  });

  it('takes one way at a time', async () =>
    expect(await desk.post('police', '/records/search', { name: 'A', phone: '1' })).toMatchObject({ status: 422 }));

  it('warns of a likely record of the same person, and says why', async () => {
    const { id } = await desk.register();
    const likely = async (assertions: object) =>
      ((await desk.post('police', '/records/likely', { assertions }))['items'] as object[]).map((item) => item as { id: string });
    expect(await likely(person('Kenanga Kontoh'))).toMatchObject([{ id, because: ['Name'] }]);
    expect(await likely({ nik: { value: '6399015708049001', method: 'Document' } })).toMatchObject([{ id, because: ['Number'] }]);
    expect(await likely({ ...person('Kenanga Contoh'), birthDate: { value: '1990-01-01', method: 'Document' } })).toEqual([]);
    expect(await likely({ ...person('Kenanga Contoh'), sex: { value: 'M', method: 'Observed' } })).toEqual([]);
    await desk.post('police', `/records/${id}/void`);
    expect(await likely(person('Kenanga Contoh'))).toEqual([]);
  });
});

const person = (name: string) => ({
  role: { value: 'victim', method: 'SelfDeclared' },
  name: { value: name, method: 'SelfDeclared' },
});

describe('what registering a person says', () => {
  const number = { value: '6399015708049001', method: 'Document' as const };

  it('names own records of the same number or phone, and no person', async () => {
    const first = await desk.register({ nik: number });
    expect(first).not.toHaveProperty('likely');
    const report = { value: 'LP/9/FIKTIF', method: 'Document' as const };
    for (const [name, nik] of [
      ['Anggrek Rekaan', '6399014101900003'],
      ['Cempaka Rekaan', '6399014101900004'],
    ] as const) {
      const stated = { ...person(name), nik: { ...number, value: nik }, lpNumber: report };
      expect(await desk.register(stated as never, {}, 'hospital')).not.toHaveProperty('likely');
    }
    const phone = { value: '0812-9900-0001', method: 'SelfDeclared' as const };
    const other = await desk.register({
      ...person('Melati Rekaan'),
      nik: { ...number, value: '6399014101900002' },
      phone,
    } as never);
    expect(other).not.toHaveProperty('likely');
    const second = await desk.register({ nik: number, phone: { ...phone, value: '+6281299000001' } });
    const likely = second['likely'] as { id: string }[];
    expect(likely).toHaveLength(2);
    expect(likely).toEqual(
      expect.arrayContaining([
        { id: first.id, ref: 'R-1', because: ['Number', 'Name'] },
        { id: other.id, ref: 'R-4', because: ['Phone'] },
      ]),
    );
    const shown = desk.world.events(POLICE).filter(({ event }) => event.type === 'RecordSearched');
    expect(shown).toMatchObject([{ event: { data: { by: 'Number' } } }]);
    expect((await desk.register({ nik: number }, {}, 'hospital'))['likely']).toBeUndefined();
  });

  it('is refused of somebody who is not a person of whom the agency holds no record', async () => {
    const { id } = await desk.register();
    const elsewhere = await desk.register({}, {}, 'hospital');
    expect((await desk.register({}, { notSameAs: [id] })).status).toBe(201);
    expect(await desk.register({}, { notSameAs: [id, elsewhere.id] })).toMatchObject({
      ...{ status: 422, code: 'OTHER_PERSON_UNKNOWN' },
    });
  });
});

describe('where somebody comes from', () => {
  const from = (value: string) => ({ originKabkota: { value, method: 'SelfDeclared' as const } });

  it('is a kab/kota of the list, or of another province, or a province', async () => {
    const codes = ['6301', '6310'].map((code) => ({ code, label: { id: code, en: code } }));
    desk.world.publish(codeListPublished({ list: 'kabkota', scheme: 'kemendagri', codes, validFrom: at('02-01 00:00') }));
    for (const code of ['6310', '63', '3202', '7371', '94']) expect((await desk.register(from(code))).status).toBe(201);
    const unknown = (code: string) => ({ status: 422, code: 'AREA_UNKNOWN', facts: { code } });
    for (const code of ['6399', '9999', '00']) expect(await desk.register(from(code))).toMatchObject(unknown(code));
    const { id } = await desk.register();
    expect(await desk.post('police', `/records/${id}/assert`, { assertions: from('6399') })).toMatchObject(unknown('6399'));
    const held = { record: 'R-LATE', kind: 'Assert', recordedAt: at('02-02 08:00'), assertions: from('9999') };
    expect(await desk.post('police', '/held-updates', held)).toMatchObject(unknown('9999'));
    const event = await desk.post('police', '/case-events', { ref: 'KASUS-1', victimCount: 1 });
    for (const end of ['origin', 'destination']) {
      const told = await desk.post('police', `/case-events/${event.id}/historic`, { exploitation: [], [end]: '9999' });
      expect(told).toMatchObject(unknown('9999'));
    }
    const earlier = await desk.register(from('6399'), { recordedAt: at('01-02 08:00') });
    expect(earlier.status).toBe(201);
  });
});

it('names each code of a list once', async () => {
  const told = await desk.register({ exploitation: { value: ['Other', 'Other'], method: 'SelfDeclared' } });
  expect(told).toMatchObject({ status: 422, errors: [{ pointer: '/assertions/exploitation/value', code: 'repeated' }] });
  expect(logged()).toEqual([]);
});
