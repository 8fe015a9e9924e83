import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePorts } from './free-port';
import { startProcess } from './processes';

const server =
  "require('node:http').createServer((_, answer) => answer.end(JSON.stringify(process.env))).listen(process.env.PORT, '127.0.0.1')";

describe('a process of ours', () => {
  const dir = mkdtempSync(join(tmpdir(), 'processes-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  async function specOf(script: string, env: NodeJS.ProcessEnv = {}) {
    const [port] = await freePorts(1);
    const entry = join(dir, `${port}.js`);
    writeFileSync(entry, script);
    const url = `http://127.0.0.1:${port}/`;
    return { name: 'service', entry, env: { PORT: String(port), ...env }, logDir: join(dir, 'log'), readyUrl: url };
  }

  it('is waited for until it is ready, gets only what it is given, and stops', async () => {
    process.env['DATABASE_URL_OF_THE_CALLER'] = 'secret';
    const spec = await specOf(`setTimeout(() => { ${server} }, 100)`, { MODE: 'demo' });
    const running = await startProcess(spec);
    const seen = (await (await fetch(spec.readyUrl)).json()) as Record<string, string>;
    expect(seen).toMatchObject({ MODE: 'demo', PATH: process.env['PATH'] });
    expect(seen).not.toHaveProperty('DATABASE_URL_OF_THE_CALLER');
    expect(running.alive()).toBe(true);
    await running.stop();
    expect(running.alive()).toBe(false);
    await expect(running.exited).resolves.toBe('SIGTERM');
  });

  it('shows the end of its log when it fails before it is ready', async () => {
    const failing = startProcess(await specOf("console.error('the port is taken'); process.exit(7)"));
    await expect(failing).rejects.toThrow(/^service ended with 7\. The end of .*service\.log:\nthe port is taken$/);
  });

  it('shows the end of its log when it takes too long, and is gone then', async () => {
    const spec = await specOf(`console.log(process.pid); setInterval(() => 0, 1000)`);
    const error = await startProcess({ ...spec, patience: 500 }).catch((reason: Error) => reason);
    const pid = Number(/was not ready after 500 ms[^\n]*\n(\d+)$/.exec((error as Error).message)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('is stopped in good order while it starts, when nobody wants it any more, and not started after that', async () => {
    const ending = new AbortController();
    const script = `process.on('SIGTERM', () => { console.log('in good order'); process.exit(); });
      console.log('begun'); setInterval(() => 0, 1000);`;
    const spec = { ...(await specOf(script)), ending: ending.signal };
    const log = join(spec.logDir, `${spec.name}.log`);
    const said = () => readFileSync(log, 'utf8');
    const outcome = startProcess(spec).catch((reason: Error) => reason);
    while (!said().includes('begun')) await setTimeout(10);
    ending.abort();
    expect(await outcome).toMatchObject({ name: 'Ended', message: 'service was stopped while it started' });
    expect(said()).toBe('begun\nin good order\n');
    await expect(startProcess(spec)).rejects.toMatchObject({ name: 'Ended' });
    expect(said()).toBe('begun\nin good order\n');
  });

  it('is killed at once when asked', async () => {
    const running = await startProcess(await specOf(`process.on('SIGTERM', () => 0); ${server}`));
    await running.kill();
    await expect(running.exited).resolves.toBe('SIGKILL');
  });
});

describe('a process whose parent is killed', () => {
  it('is told', async () => {
    const script = `
      const { whenParentIsGone } = require(${JSON.stringify(join(__dirname, 'processes.ts'))});
      whenParentIsGone(() => { console.log('alone'); process.exit(); });
      setInterval(() => 0, 1000);
      console.log('watching');`;
    const child = ['--conditions=@satualur/source', '--require', join(__dirname, '../test/register-sources.cjs'), '-e', script];
    const start = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(child)}, { stdio: ['ignore', 'inherit', 'inherit'] })`;
    const parent = spawn(process.execPath, ['-e', start], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    parent.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said === 'watching\n') parent.kill('SIGKILL');
    });
    await once(parent.stdout, 'close');
    expect(said).toBe('watching\nalone\n');
  });
});
