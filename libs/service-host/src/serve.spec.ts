import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SampleProcess } from './sample-process';

const running: SampleProcess[] = [];
const start = (env?: NodeJS.ProcessEnv): SampleProcess => {
  const sample = new SampleProcess(env);
  running.push(sample);
  return sample;
};
afterEach(async () => {
  running.forEach((sample) => sample.signal('SIGKILL'));
  await Promise.all(running.splice(0).map(({ exited }) => exited));
});

describe('a served process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'answers what is under way, runs its hooks and ends with 0 on %s',
    async (signal) => {
      const sample = start();
      const url = await sample.url();
      expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live' });
      const slow = fetch(`${url}/slow`);
      await sample.line('slow-begun');
      const begun = performance.now();
      sample.signal(signal);
      expect(await (await slow).text()).toBe('done');
      expect((await sample.exited).code).toBe(0);
      expect(performance.now() - begun).toBeLessThan(10_000);
      expect(sample.lines.map(({ event }) => event)).toEqual(expect.arrayContaining(['stopping', 'hook-ran', 'stopped']));
      await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    },
    60_000,
  );

  it('gives up in time on a request that never ends', async () => {
    const sample = start({ STOP_SECONDS: '2' });
    const url = await sample.url();
    void fetch(`${url}/never`).catch(() => undefined);
    await sample.line('never-begun');
    const begun = performance.now();
    sample.signal('SIGTERM');
    expect((await sample.exited).code).toBe(1);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(sample.lines.at(-1)).toMatchObject({ event: 'stop-abandoned' });
  }, 60_000);

  it.each(['throws', 'rejects'])(
    'ends with 1 when something %s unforeseen, and says where, not what',
    async (how) => {
      const sample = start();
      void fetch(`${await sample.url()}/crash?how=${how}`).catch(() => undefined);
      expect(await sample.exited).toEqual({ code: 1, complaint: '' });
      const crashed = await sample.line('crashed');
      expect(crashed).toMatchObject({ error: 'Error' });
      expect((crashed['at'] as string[])[0]).toMatch(/src\/sample-main\.ts:\d+/);
      expect(JSON.stringify(sample.lines)).not.toContain('Kanari');
    },
    60_000,
  );

  it('tells a developer which part a module lacks', async () => {
    const { code, complaint } = await start({ SAMPLE_LACKS_A_PART: '1' }).exited;
    expect(complaint).toMatch(/resolve dependencies of the whole/);
    expect(code).toBe(1);
  }, 60_000);

  it('names a variable at fault in one line, never its value, and ends with 2', async () => {
    const { code, complaint } = await start({ PORT: 'Kanari', CELL_SECRET_INTAKE: 'pendek' }).exited;
    expect(complaint).toBe('PORT: must be a port number\nCELL_SECRET_INTAKE: must have at least 32 characters\n');
    expect(code).toBe(2);
    expect((await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'x' }).exited).complaint).toBe(
      'OTEL_EXPORTER_OTLP_ENDPOINT: must be an address\n',
    );
  }, 60_000);

  it('ends with 1 when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1').unref();
    await new Promise((resolve) => taken.once('listening', resolve));
    const sample = start({ PORT: String((taken.address() as AddressInfo).port) });
    expect((await sample.exited).code).toBe(1);
    expect(sample.lines.at(-1)).toMatchObject({ event: 'start-failed', error: 'Error', reason: 'eaddrinuse' });
  }, 60_000);
});
