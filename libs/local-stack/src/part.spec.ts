import { Unavailable, type Ways, obtain } from './part';

const running = (reached: string) => async () => ({ reached, stop: async () => undefined });
const failing = (why: string) => () => Promise.reject(new Error(why));
const ways = (over: Partial<Ways<string>> = {}): Ways<string> => ({
  part: 'Kafka',
  given: { variable: 'KAFKA_BROKERS', start: undefined },
  docker: undefined,
  embedded: running('embedded one'),
  help: 'install it',
  ...over,
});
const given = (start: () => Promise<string>) => ({ variable: 'KAFKA_BROKERS', start });

describe('a part of the stack', () => {
  it('is the given one, else a container when asked for, else embedded', async () => {
    const all = ways({ given: given(async () => 'given one'), docker: running('container') });
    await expect(obtain(all)).resolves.toMatchObject({ way: 'given', reached: 'given one' });
    await expect(obtain({ ...all, given: ways().given })).resolves.toMatchObject({ way: 'docker', reached: 'container' });
    await expect(obtain(ways())).resolves.toMatchObject({ way: 'embedded', reached: 'embedded one' });
  });

  it('says in one message what was tried, and the one command that helps', async () => {
    await expect(obtain(ways({ embedded: failing('no Java on the PATH') }))).rejects.toThrow(
      [
        'Kafka could not be had. Tried:',
        '  - KAFKA_BROKERS: not set',
        '  - containers (STACK=docker): not asked for',
        '  - embedded: no Java on the PATH',
        'What helps: install it',
      ].join('\n'),
    );
  });

  it('prefers the command that helps with what went wrong', async () => {
    const unreachable = ways({ embedded: () => Promise.reject(new Unavailable('Maven ended with 1', 'mvn -B something')) });
    await expect(obtain(unreachable)).rejects.toThrow('embedded: Maven ended with 1\nWhat helps: mvn -B something');
  });

  it('never falls back to another way than the one asked for', async () => {
    const dead = ways({ given: given(() => Promise.reject(new Error('no broker answers'))), docker: running('container') });
    await expect(obtain(dead)).rejects.toThrow('KAFKA_BROKERS: no broker answers');
    await expect(obtain(ways({ docker: failing('no engine') }))).rejects.toThrow(
      /containers \(STACK=docker\): no engine\n(.*\n)+What helps: docker info/,
    );
  });
});
