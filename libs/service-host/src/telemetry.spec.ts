import { SampleCollector } from './sample-collector';
import { SampleProcess } from './sample-process';
import { freePorts } from '@satualur/local-stack/free-port';
import { currentTraceparent, withRemoteParent, withSpan } from './telemetry';

describe('telemetry that is off', () => {
  it('runs the work and passes on its result and its error', async () => {
    expect(await withRemoteParent(undefined, 'x', async () => 7)).toBe(7);
    expect(await withRemoteParent('00-rubbish', 'x', async () => currentTraceparent())).toBeUndefined();
    await expect(withSpan('x', () => Promise.reject(new Error('gagal')))).rejects.toThrow('gagal');
  });
});

it('serves metrics to Prometheus on a port of their own, by route patterns alone', async () => {
  const [port] = await freePorts(1);
  const sample = new SampleProcess({ OTEL_EXPORTER_PROMETHEUS_PORT: String(port) });
  await fetch(`${await sample.url()}/health/live?nama=Kanari`);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  sample.signal('SIGTERM');
  expect((await sample.exited).code).toBe(0);
  expect(metrics).toMatch(/^http_server_(request_)?duration/m);
  expect(metrics).toContain('service_name="sample"');
  expect(metrics).not.toContain('Kanari');
}, 30_000);

it('sends metrics by OTLP, by route patterns alone, what is not sent yet when it stops', async () => {
  const collector = new SampleCollector();
  const sample = new SampleProcess({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${await collector.start()}/v1/metrics` });
  const headers = { host: 'kanari.example', 'x-nama': 'Kanari' };
  await fetch(`${await sample.url()}/health/live?nama=Kanari`, { headers });
  sample.signal('SIGTERM');
  expect((await sample.exited).code).toBe(0);
  collector.stop();
  const sent = collector.texts('/v1/metrics').join();
  expect(sent).toMatch(/"name":"http\.server\.(request\.)?duration"/);
  expect(sent).toContain('{"key":"service.name","value":{"stringValue":"sample"}}');
  expect(sent).toContain('{"key":"http.route","value":{"stringValue":"/health/live"}}');
  expect(sent).not.toMatch(/kanari|nama|127\.0\.0\.1/i);
  expect(collector.texts('/v1/traces')).toEqual([]);
}, 30_000);
