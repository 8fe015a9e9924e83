import fc from 'fast-check';
import { createLog, type Log, type LogFields } from './logging';

const CANARY = 'Siti Fiktif 6399017101900001';

function logged(work: (log: Log) => void): { readonly text: string; readonly lines: readonly Record<string, unknown>[] } {
  let text = '';
  work(createLog('sample', { write: (line) => void (text += line) }));
  const lines = text.split('\n').filter((line) => line !== '');
  return { text, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  it('writes codes and figures as one JSON line', () => {
    const { lines } = logged((log) => log.info('http-request', { method: 'POST', route: '/notes/:id', status: 201, ms: 7 }));
    expect(lines).toEqual([
      {
        ...{ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/) as string, service: 'sample' },
        ...{ event: 'http-request', method: 'POST', route: '/notes/:id', status: 201, ms: 7 },
      },
    ]);
  });

  it('drops fields that it does not know, and values of another form', () => {
    const fields = {
      name: CANARY,
      body: { nik: CANARY },
      agency: CANARY,
      route: `/notes?nama=${CANARY}`,
      status: '201',
      ms: NaN,
      rule: 'note-is-closed',
    };
    const { text, lines } = logged((log) => log.warn('x', fields as unknown as LogFields));
    expect(text).not.toContain('Siti');
    expect(Object.keys(lines[0]!)).toEqual(['level', 'time', 'service', 'event', 'rule']);
  });

  it('has no place for a message', () => {
    expect(logged((log) => log.info(`Menerima ${CANARY}`)).lines[0]).toMatchObject({ event: 'unnamed' });
  });

  it('says of an error its class, SQLSTATE and positions, never its message', () => {
    const error = Object.assign(new TypeError(`tak sah: ${CANARY}\n    at ${CANARY} (/rahasia/nama.ts:1:2)`), {
      ...{ code: '23505', constraint: 'event_command', detail: CANARY, where: CANARY },
    });
    const { text, lines } = logged((log) => log.error('incident', { incident: 'not-a-uuid' }, error));
    expect(text).not.toMatch(/Siti|rahasia|639901/);
    expect(lines[0]).toMatchObject({ level: 'error', error: 'TypeError', sqlstate: '23505', constraint: 'event_command' });
    expect((lines[0]!['at'] as string[])[0]).toMatch(/src\/logging\.spec\.ts:\d+:\d+$/);
    expect(lines[0]).not.toHaveProperty('incident');
  });

  it.each([undefined, null, CANARY, { message: CANARY, stack: CANARY }])('says nothing of what is no error', (thrown) =>
    expect(logged((log) => log.error('incident', {}, thrown)).text).not.toContain('Siti'),
  );

  it('never writes a text that holds a space or a long number, whatever the field', () =>
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(' ', '\n', '6399017101900001 '),
        fc.dictionary(fc.string(), fc.string()),
        (text, mark, more) => {
          const value = `${text}${mark}Kanari`;
          const names = [
            'agency',
            'log',
            'topic',
            'stream',
            'type',
            'rule',
            'reason',
            'incident',
            'method',
            'route',
            'host',
            'error',
            'constraint',
          ];
          const fields = { ...more, ...Object.fromEntries(names.map((name) => [name, value])) };
          expect(logged((log) => log.info('x', fields as LogFields)).text).not.toContain('Kanari');
        },
      ),
    ));
});
