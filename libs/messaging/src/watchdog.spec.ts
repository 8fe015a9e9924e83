import { Watchdog } from './watchdog';

const given = () => {
  const state = { next: '5', now: 0, fetchFrom: '3', idle: true, answers: true };
  const stuck: string[] = [];
  const admin = { offsets: () => (state.answers ? Promise.resolve({ next: state.next }) : Promise.reject(new Error('away'))) };
  const options = { stuckAfterMs: 60_000, onStuck: (topic: string) => void stuck.push(topic), log: () => undefined };
  const watchdog = new Watchdog(
    admin,
    () => [{ topic: 'log.dinsos', idle: state.idle, fetchFrom: state.fetchFrom }],
    options,
    () => state.now,
  );
  watchdog.stop();
  const lookAt = async (now: number) => {
    state.now = now;
    await watchdog.look();
  };
  return { state, stuck, lookAt };
};

describe('Watchdog', () => {
  it('calls out when records wait in Kafka and nothing is fetched for a minute', async () => {
    const { stuck, lookAt } = given();
    await lookAt(0);
    await lookAt(59_999);
    expect(stuck).toEqual([]);
    await lookAt(60_000);
    expect(stuck).toEqual(['log.dinsos']);
  });

  it('keeps quiet while fetching goes on, however far behind', async () => {
    const { state, stuck, lookAt } = given();
    state.next = '900';
    for (let minute = 0; minute < 5; minute++) {
      state.fetchFrom = String(3 + minute);
      await lookAt(minute * 60_000);
    }
    expect(stuck).toEqual([]);
  });

  it.each<[string, Partial<{ fetchFrom: string; idle: boolean; answers: boolean }>]>([
    ['nothing waits', { fetchFrom: '5' }],
    ['the reader is what waits', { idle: false }],
    ['the broker does not answer', { answers: false }],
  ])('keeps quiet when %s', async (_, over) => {
    const { state, stuck, lookAt } = given();
    Object.assign(state, over);
    await lookAt(0);
    await lookAt(600_000);
    expect(stuck).toEqual([]);
  });

  it('begins anew after the broker was away', async () => {
    const { state, stuck, lookAt } = given();
    await lookAt(0);
    state.answers = false;
    await lookAt(30_000);
    state.answers = true;
    await lookAt(70_000);
    expect(stuck).toEqual([]);
  });
});
