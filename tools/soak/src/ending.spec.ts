import { Interrupted, unlessEnded } from './ending';

const never = new Promise<never>(() => undefined);

describe('work that may be ended', () => {
  it('comes to what it comes to', async () => {
    const { signal } = new AbortController();
    expect(await unlessEnded(signal, Promise.resolve('done'))).toBe('done');
    await expect(unlessEnded(signal, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  });

  it('is left when the end comes, or came before', async () => {
    const ending = new AbortController();
    const left = unlessEnded(ending.signal, never);
    ending.abort(new Interrupted('SIGTERM'));
    await expect(left).rejects.toMatchObject({ message: 'stopped by SIGTERM', exitStatus: 143 });
    await expect(unlessEnded(ending.signal, never)).rejects.toThrow(Interrupted);
  });
});
