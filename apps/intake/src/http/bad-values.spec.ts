import { World } from '../intake.world';
import { Desk, type Told } from './desk.world';

let world: World;
let desk: Desk;
beforeEach(async () => {
  world = new World();
  desk = await Desk.open(world);
});
afterEach(() => desk.close());

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

  it.each(['', 'a'.repeat(201), 'Siti \u202egnitsiF', 'Siti\u2066Fiktif'])('refuses %j', async (value) => {
    const told = await claimed('name', value);
    expect(told.status).toBe(422);
    expect(value === '' || !JSON.stringify(told).includes(value)).toBe(true);
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
