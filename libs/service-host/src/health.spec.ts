import { HealthProbes } from './health';
import { startSample } from './sample-service';
import { asker } from './testing';

describe('readiness', () => {
  it('is 200 while every probe holds, else 503, with figures by name', async () => {
    const app = await startSample();
    const ready = () => asker(app)('GET', '/health/ready');
    let lag = 3;
    app.get(HealthProbes).add('lag', async () => ({ ok: lag < 10, figures: { records: lag } }));
    const well = await ready();
    expect(well.status).toBe(200);
    expect(well.json()).toEqual({ status: 'ready', probes: { lag: { ok: true, figures: { records: 3 } } } });
    lag = 10;
    const ill = await ready();
    expect(ill.status).toBe(503);
    expect(ill.json()).toEqual({ status: 'not-ready', probes: { lag: { ok: false, figures: { records: 10 } } } });
    expect((await asker(app)('GET', '/health/live')).status).toBe(200);
    await app.close();
  });

  it('counts a probe that throws or hangs as one that does not hold, and tells nothing of why', async () => {
    jest.useFakeTimers();
    const probes = new HealthProbes();
    probes.add('store', () => Promise.reject(new Error('kata sandi')));
    probes.add('broker', () => new Promise(() => undefined));
    const checked = probes.check();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await checked).toEqual({ ready: false, probes: { store: { ok: false }, broker: { ok: false } } });
    jest.useRealTimers();
  });

  it('ends when the process begins to stop', async () => {
    const probes = new HealthProbes();
    expect((await probes.check()).ready).toBe(true);
    probes.stop();
    expect((await probes.check()).ready).toBe(false);
  });
});
