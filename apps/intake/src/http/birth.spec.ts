import { deskForEach } from './desk.world';

const desk = deskForEach();

const born = (value: string) => ({ birthDate: { value, method: 'SelfDeclared' as const } });
const refused = { status: 422, code: 'BORN_IN_THE_FUTURE' };

describe('a date of birth that is still to come', () => {
  it.each(['2026-02-05', '2090-01-01'])('is not taken at a registration: %s', async (value) => {
    expect(await desk.register(born(value))).toMatchObject(refused);
    expect((await desk.register(born('2026-02-04'))).status).toBe(201);
  });

  it('is not taken later either, nor held for a record to come', async () => {
    const { id } = await desk.register();
    const assertions = born('2090-01-01');
    expect(await desk.post('police', `/records/${id}/assert`, { assertions })).toMatchObject(refused);
    expect(await desk.post('police', `/records/${id}/correct`, { assertions, reason: 'TypingError' })).toMatchObject(refused);
    const held = { record: 'R-LATE', kind: 'Assert', assertions };
    expect(await desk.post('police', '/held-updates', held)).toMatchObject(refused);
  });

  it('is judged by the day on which it is known, whenever it was recorded', async () => {
    const long = { recordedAt: '2019-05-01T08:00:00+08:00' };
    expect((await desk.register(born('2019-06-01'), long)).status).toBe(201);
  });
});
