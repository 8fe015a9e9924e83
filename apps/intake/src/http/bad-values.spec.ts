import { idOf, POLICE } from '@satualur/contracts/cast';
import { nameEntries } from '../domain/person-index';
import { deskForEach, type Told } from './desk.world';

const desk = deskForEach();

const NOBODY = idOf(0xdead);
const claimed = (field: string, value: unknown) => desk.register({ [field]: { value, method: 'SelfDeclared' } });
const kept = async ({ id }: Told, field: string) => {
  const { assertions } = await desk.get('police', `/records/${id}`);
  return (assertions as Record<string, unknown>)[field];
};

describe('B9: a NIK is stored as claimed, and flagged', () => {
  it.each([
    ['of 15 digits', '639901570804900', false],
    ['of 17 digits', '63990157080490011', false],
    ['with letters', '63990157080490AB', false],
    ['in full-width digits', '６３９９０１５７０８０４９００１', false],
    ['of zeros', '0000000000000000', false],
    ['of 31 November', '6399013111040001', false],
    ['of a woman, day plus 40', '6399015708040001', true],
    ['of Papua, beyond 2^53', '9171010101900001', true],
  ])('%s', async (_, value, wellFormed) => {
    const told = await claimed('nik', value);
    expect(told.status).toBe(201);
    expect(await kept(told, 'nik')).toMatchObject({ value, wellFormed });
  });

  it('is never taken as a number, nor looked for in an address', async () => {
    expect((await claimed('nik', 6399015708040001)).status).toBe(422);
    expect((await claimed('nik', Number('9171010101900001'))).status).toBe(400);
    expect((await desk.get('police', '/records/6399015708040001'))['status']).toBe(404);
  });
});

describe('B10: a name is stored as it is', () => {
  it.each([
    'X',
    'Sukarno',
    'O’Brien',
    "O'Brien",
    'Null',
    'True',
    'ᬫᬤᬾ',
    'ꦱꦶꦠꦶ',
    'محمد',
    '陳',
    'Budi 😀',
    'é',
    'e\u0301',
    'Аndi',
    'a'.repeat(200),
  ])('takes %j', async (value) => {
    const told = await claimed('name', value);
    expect(told.status).toBe(201);
    expect(await kept(told, 'name')).toMatchObject({ value });
  });

  it.each([
    ['', 'too-small'],
    ['a'.repeat(201), 'too-big'],
    ['Siti \u202egnitsiF', 'direction-control'],
    ['Siti\u2066Fiktif', 'direction-control'],
    ['Siti\u200fFiktif', 'direction-control'],
    ['Siti\u0378Fiktif', 'unassigned-character'],
    ['Siti\ue000Fiktif', 'unassigned-character'],
    ['Siti\u{e0041}Fiktif', 'hidden-character'],
    [`Siti${'\u0301'.repeat(9)}`, 'too-many-marks'],
    [`S${'\u0301'.repeat(150)}`, 'too-many-marks'],
    ['\u200b', 'nothing-visible'],
  ])('refuses %j, says why and where, and keeps nothing of it', async (value, fault) => {
    const told = await claimed('name', value);
    expect(told).toMatchObject({
      ...{ status: 422, code: 'VALIDATION_FAILED' },
      errors: [{ pointer: '/assertions/name/value', code: fault }],
    });
    expect(value === '' || !JSON.stringify(told).includes(value)).toBe(true);
    expect(desk.world.events(POLICE)).toEqual([]);
    expect(await desk.world.office(POLICE).vault.findInIndex(nameEntries('Siti'), 10)).toEqual([]);
  });

  it.each(['salutation', 'firstName', 'middleName', 'secondName'])('holds of its parts too: %s', async (field) => {
    expect((await claimed(field, 'Siti \u202egnitsiF')).status).toBe(422);
    expect((await claimed(field, 'Siti')).status).toBe(201);
  });

  it.each([
    ['Ren\u00e9 Contoh', 'Rene\u0301 Contoh'],
    ['Ren\u00e9 Contoh', 'Rene Contoh'],
    ['\u0410ndi Contoh', 'Andi Contoh'],
    ['Si\u00adti Contoh', 'Siti Contoh'],
    ['Si\u200bti Contoh', 'Siti Contoh'],
    ['\uff33\uff49\uff54\uff49 Contoh', 'Siti Contoh'],
  ])('%j is suggested to whoever looks for %j, and is kept as it is', async (value, name) => {
    const told = await claimed('name', value);
    await claimed('name', 'Kenanga Rekaan');
    const found = (await desk.post('police', '/records/search', { name }))['items'] as { id: string }[];
    expect(found.map(({ id }) => id)).toEqual([told.id]);
    expect(await kept(told, 'name')).toMatchObject({ value });
  });
});

describe('B11: controls', () => {
  it.each(['\u0000', '\u0007', '\u001b[31m', '\u0085', '\r\n', '\n', '\t', '\u2028'])(
    'are refused in a name: %j',
    async (control) => expect((await claimed('name', `Siti${control}Fiktif`)).status).toBe(422),
  );

  it('may break the lines of a note, and no more than that', async () => {
    const { id } = await desk.register();
    const note = async (text: string) =>
      (await desk.post('police', `/records/${id}/contact-rule`, { danger: false, rule: 'Safe', note: text })).status;
    expect(await note('Baris satu\nbaris dua')).toBe(200);
    expect(await note('Baris\u0000satu')).toBe(422);
    expect(await note('Baris\u001b[2Jsatu')).toBe(422);
  });
});

describe('what would stop the database or stand in an address', () => {
  it.each(['kind=%00', 'kind=Foo', `cursor=${Buffer.from(JSON.stringify(['x\u0000', NOBODY])).toString('base64url')}`])(
    'is refused in a list: %s',
    async (query) => expect([400, 422]).toContain((await desk.get('police', `/queues/requests?${query}`))['status']),
  );

  it.each(['6399014505010003', '6399 0145 0501 0003'])('is no number of the agency’s own: %s', async (ref) => {
    const errors = (pointer: string) => ({ status: 422, errors: [{ pointer, code: 'identity-number' }] });
    expect(await desk.register({}, { ref })).toMatchObject(errors('/ref'));
    expect(await desk.register({}, { caseRef: ref })).toMatchObject(errors('/caseRef'));
    expect(await desk.post('desk', '/case-events', { ref, victimCount: 1 })).toMatchObject(errors('/ref'));
    expect(desk.world.events(POLICE)).toEqual([]);
  });
});
