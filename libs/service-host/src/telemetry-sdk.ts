import FastifyOtelInstrumentation from '@fastify/otel';
import type { Attributes } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NestInstrumentation } from '@opentelemetry/instrumentation-nestjs-core';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { NodeSDK, resources, tracing } from '@opentelemetry/sdk-node';
import type { TelemetrySettings } from './config';

export interface Telemetry {
  /** The service's name reaches the resource once `serve` is called. */
  named(service: string): void;
  /** Sends what is buffered. */
  stop(): Promise<void>;
}

/** Starts traces (OTLP over HTTP) and metrics (Prometheus), as far as their exporters are set, and instruments what is loaded later. */
export function startTelemetry(settings: TelemetrySettings, exporter?: tracing.SpanExporter): Telemetry {
  let named: (service: string) => void = () => undefined;
  const service = new Promise<string>((resolve) => (named = resolve));
  const spans = exporter ?? (settings.otlpEndpoint === undefined ? undefined : new OTLPTraceExporter());
  const { prometheusHost: host, prometheusPort: port } = settings;
  const sdk = new NodeSDK({
    autoDetectResources: false,
    resource: resources.resourceFromAttributes({ 'service.name': service, 'service.namespace': 'satualur' }),
    instrumentations: [
      new HttpInstrumentation(),
      new FastifyOtelInstrumentation({ registerOnInitialization: true, recordExceptions: false, instrumentHooks: false }),
      new NestInstrumentation(),
      new PgInstrumentation({ enhancedDatabaseReporting: false }),
    ],
    spanProcessors: spans ? [new tracing.BatchSpanProcessor(new AllowListExporter(spans))] : [],
    ...(port !== undefined && { metricReaders: [new PrometheusExporter({ host, port })] }),
  });
  sdk.start();
  return { named, stop: () => sdk.shutdown() };
}

/** Attributes that spans may carry: methods, route patterns, statuses, statements with `$1` for each parameter; no address, header, body or message. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'http.method',
  'http.request.method',
  'http.route',
  'http.status_code',
  'http.response.status_code',
  'db.system',
  'db.system.name',
  'db.name',
  'db.namespace',
  'db.statement',
  'db.query.text',
  'db.operation.name',
  'error.type',
  'nestjs.type',
  'nestjs.controller',
  'nestjs.callback',
  'hook.name',
  'fastify.type',
  'messaging.system',
  'messaging.destination.name',
  'messaging.operation.type',
  'satualur.log',
  'satualur.seq',
  'satualur.count',
]);

const allowed = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => ATTRIBUTES.has(name)));

/** A span's name, attributes and status go out; its events and messages, which quote errors, do not. */
export class AllowListExporter implements tracing.SpanExporter {
  constructor(private readonly inner: tracing.SpanExporter) {}

  export(spans: tracing.ReadableSpan[], done: Parameters<tracing.SpanExporter['export']>[1]): void {
    this.inner.export(spans.map(redacted), done);
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}

const redacted = (span: tracing.ReadableSpan): tracing.ReadableSpan =>
  Object.create(span, {
    attributes: { value: allowed(span.attributes), enumerable: true },
    events: { value: [], enumerable: true },
    links: { value: [], enumerable: true },
    status: { value: { code: span.status.code }, enumerable: true },
  }) as tracing.ReadableSpan;
