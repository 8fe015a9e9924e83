import { Running } from './running';

describe('what is running', () => {
  const part = (name: string, stopped: string[]) => ({ stop: async () => void stopped.push(name) });

  it('is stopped in the reverse order, once, whatever fails', async () => {
    const running = new Running();
    const stopped: string[] = [];
    await running.start(async () => part('first', stopped));
    running.add(() => Promise.reject(new Error('gagal')));
    await running.start(async () => part('last', stopped));
    await Promise.all([running.stop(), running.stop()]);
    await running.stop();
    expect(stopped).toEqual(['last', 'first']);
  });

  it('is told while it starts, and waited for, before what it stands on is stopped', async () => {
    const running = new Running();
    const stopped: string[] = [];
    await running.start(async () => part('below', stopped));
    const starting = running.start(
      (ending) =>
        new Promise<never>((_, reject) =>
          ending.addEventListener('abort', () =>
            setImmediate(() => {
              stopped.push('begun');
              reject(new Error('ended'));
            }),
          ),
        ),
    );
    await Promise.all([running.stop(), expect(starting).rejects.toThrow('ended')]);
    expect(stopped).toEqual(['begun', 'below']);
  });

  it('is stopped also where it comes up all the same', async () => {
    const running = new Running();
    const stopped: string[] = [];
    let up = (_: { stop(): Promise<void> }): void => undefined;
    const starting = running.start(() => new Promise<{ stop(): Promise<void> }>((resolve) => (up = resolve)));
    const stopping = running.stop();
    up(part('late', stopped));
    await Promise.all([starting, stopping]);
    expect(stopped).toEqual(['late']);
  });

  it('is not added to any more', async () => {
    const running = new Running();
    await running.stop();
    let begun = false;
    await expect(running.start(async () => ((begun = true), part('late', [])))).rejects.toThrow();
    expect(begun).toBe(false);
  });
});
