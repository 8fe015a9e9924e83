import { Module } from '@nestjs/common';
import type { Role } from '@satualur/access/access';
import { agencyKeyOf, instantOf, msOfInstant } from '@satualur/contracts/ids';
import { createApp } from './app';
import { DemoController, DemoParts, type DemoPart } from './demo';
import { silentLog } from './logging';
import { asker, type Answer, callersByToken, testConfig } from './testing';

@Module({ controllers: [DemoController], providers: [DemoParts] })
class DemoModule {}

const caller = (...roles: Role[]) => ({ staff: 'staf-1', agency: agencyKeyOf('DP3AKB-63'), roles });
const callers = callersByToken({ secretariat: caller('secretariat'), caseworker: caller('caseworker', 'supervisor') });
const NOON = '2026-02-03T12:00:00.000Z';

describe('the demo clock', () => {
  const start = async (mode: string, part?: DemoPart) => {
    const config = testConfig('sample', { MODE: mode, OIDC_ISSUER: 'https://issuer.example' });
    const app = await createApp(DemoModule, { config, callers, log: silentLog, problems: { 'timer-not-fired': 409 } });
    if (part) app.get(DemoParts).add(part);
    return app;
  };
  const summary = ({ status, json }: Answer) => ({ status, code: json()['code'] });

  it.each(['development', 'production'])('is refused in mode %s, on every one of its routes', async (mode) => {
    const app = await start(mode);
    const ask = asker(app, 'secretariat');
    const answers = [
      await ask('POST', '/demo/clock', { body: { to: NOON } }),
      await ask('POST', '/demo/fire', { body: {} }),
      await ask('GET', '/demo/quiet'),
    ];
    await app.close();
    expect(answers.map(summary)).toEqual(Array.from({ length: 3 }, () => ({ status: 409, code: 'NOT_IN_DEMO_MODE' })));
  });

  it('is set by the secretariat alone', async () => {
    const app = await start('demo');
    const by = (token: string) => asker(app, token)('POST', '/demo/clock', { body: { to: NOON } });
    expect((await by('caseworker')).status).toBe(403);
    expect((await by('secretariat')).json()).toEqual({ now: NOON });
    await app.close();
  });

  it('stands still, never goes back, and passes no timer that has not fired', async () => {
    let due: number | undefined = msOfInstant(NOON as never) + 1_000;
    const movement = { logs: {}, applied: [] };
    const part: DemoPart = {
      quiet: async () => ({ ...movement, ...(due !== undefined && { nextDue: due }) }),
      nextDue: async () => due,
      fire: async () => {
        due = undefined;
        return 1;
      },
    };
    const app = await start('demo', part);
    const ask = asker(app, 'secretariat');
    const set = async (ms: number) => summary(await ask('POST', '/demo/clock', { body: { to: instantOf(ms) } }));
    const now = async () => (await ask('POST', '/demo/clock', { body: { to: '2000-01-01T00:00:00Z' } })).json()['now'];
    const noon = msOfInstant(NOON as never);
    expect(await set(noon)).toMatchObject({ status: 200 });
    expect(await now()).toBe(NOON);
    expect(await set(noon + 1_001)).toEqual({ status: 409, code: 'TIMER_NOT_FIRED' });
    expect(await set(noon + 1_000)).toMatchObject({ status: 200 });
    expect((await ask('GET', '/demo/quiet')).json()).toEqual({
      ...movement,
      process: expect.any(String),
      written: {},
      opening: 0,
      awaited: 0,
      nextDue: instantOf(noon + 1_000),
    });
    expect((await ask('POST', '/demo/fire', { body: {} })).json()).toEqual({ fired: 1 });
    expect(await set(noon + 1_001)).toMatchObject({ status: 200 });
    await app.close();
  });
});
