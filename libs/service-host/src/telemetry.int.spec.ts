import { testDatabase, type TestDatabase } from '@satualur/local-stack/testing';
import { SampleCollector } from './sample-collector';
import { SampleProcess } from './sample-process';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const CANARY = 'Kanari-Fiktif';

describe('telemetry', () => {
  const collector = new SampleCollector();
  let database: TestDatabase;
  let sample: SampleProcess;
  let answered: { readonly traceparent: string };

  beforeAll(async () => {
    database = await testDatabase();
    sample = new SampleProcess({ OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(), SAMPLE_DATABASE: database.url });
    const url = await sample.url();
    const headers = { traceparent: `00-${TRACE}-${PARENT}-01`, authorization: `Bearer ${CANARY}`, 'x-nama': CANARY };
    answered = (await (await fetch(`${url}/rows?nama=${CANARY}`, { headers })).json()) as typeof answered;
    sample.signal('SIGTERM');
    await sample.exited;
  }, 60_000);
  afterAll(async () => {
    sample.signal('SIGKILL');
    collector.stop();
    await database.drop();
  });

  const spans = () => collector.spans.filter(({ traceId }) => traceId === TRACE);

  it('follows one trace from the caller through HTTP and each statement, over a traceparent carried in an event', () => {
    const named = (pattern: RegExp) => spans().filter(({ name }) => pattern.test(name));
    expect(named(/^GET/)[0]!.parentSpanId).toBe(PARENT);
    expect(answered.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    const [relay] = named(/^relay$/);
    expect(relay!.parentSpanId).toBe(answered.traceparent.slice(36, 52));
    expect(named(/^pg\.query/).map(({ parentSpanId }) => parentSpanId)).toContain(relay!.spanId);
    expect(named(/^pg\.query/)).toHaveLength(2);
  });

  it('names the service, the route’s pattern and the statement', () => {
    const attributes = JSON.stringify(spans().map((span) => span.attributes));
    expect(attributes).toContain('"/rows"');
    expect(attributes).toContain('SELECT $1::text AS rahasia');
    expect(collector.texts().join()).toContain('{"key":"service.name","value":{"stringValue":"sample"}}');
  });

  it('carries no value, header, query or token', () => {
    expect(collector.texts().join()).not.toMatch(/Kanari|nama/);
  });
});
