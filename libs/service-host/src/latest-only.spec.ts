import { LatestOnly } from './latest-only';

it('sends one at a time, and of what is offered meanwhile the latest', async () => {
  const sent: number[] = [];
  let release = (): void => undefined;
  const latest = new LatestOnly<number>(async (value) => {
    await new Promise<void>((resolve) => (release = resolve));
    sent.push(value);
  });
  latest.offer(1);
  const flushed = latest.flush();
  for (const value of [2, 3]) latest.offer(value);
  const joined = latest.flush();
  while (sent.length < 2) {
    release();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all([flushed, joined]);
  expect(sent).toEqual([1, 3]);
  expect(latest.waiting).toBe(false);
});

it('keeps what could not be sent, and has nothing to do when there is nothing', async () => {
  const send = jest.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('down'));
  const latest = new LatestOnly<number>(send);
  await latest.flush();
  expect(send).not.toHaveBeenCalled();
  latest.offer(1);
  await expect(latest.flush()).rejects.toThrow('down');
  expect(latest.waiting).toBe(true);
  await latest.flush();
  expect(send).toHaveBeenCalledTimes(2);
  expect(latest.waiting).toBe(false);
});
