import FastifyOtelInstrumentation from '@fastify/otel';
import type { Attributes } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NestInstrumentation } from '@opentelemetry/instrumentation-nestjs-core';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { metrics, NodeSDK, resources, tracing } from '@opentelemetry/sdk-node';
import type { TelemetrySettings } from './config';

export interface Telemetry {
  /** From here on, spans and metrics go out under the service's name. */
  start(service: string): void;
  /** Sends what is buffered. */
  stop(): Promise<void>;
}

/**
 * Instruments what is loaded from now on: HTTP, Fastify, Nest and pg. Once started, traces and metrics go out by OTLP over HTTP, and metrics
 * are served to Prometheus, each if its exporter is set.
 */
export function instrument(settings: TelemetrySettings): Telemetry {
  const instrumentations = [
    new HttpInstrumentation(),
    new FastifyOtelInstrumentation({ registerOnInitialization: true, recordExceptions: false, instrumentHooks: false }),
    new NestInstrumentation(),
    new PgInstrumentation({ enhancedDatabaseReporting: false }),
  ];
  const started = (service: string): NodeSDK => {
    const sdk = new NodeSDK({
      autoDetectResources: false,
      resource: resources.resourceFromAttributes({ 'service.name': service, 'service.namespace': 'satualur' }),
      instrumentations,
      spanProcessors: settings.otlp.traces
        ? [new tracing.BatchSpanProcessor(new AllowListExporter(new OTLPTraceExporter()))]
        : [],
      metricReaders: readersOf(settings),
      views: [{ instrumentName: '*', attributesProcessors: [metrics.createAllowListAttributesProcessor([...ATTRIBUTES])] }],
      logRecordProcessors: [],
    });
    sdk.start();
    return sdk;
  };
  let sdk: NodeSDK | undefined;
  return { start: (service) => void (sdk = started(service)), stop: async () => sdk?.shutdown() };
}

function readersOf({
  otlp,
  metricsEveryMs,
  prometheusHost: host,
  prometheusPort: port,
}: TelemetrySettings): metrics.IMetricReader[] {
  const pushed = () =>
    new metrics.PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(), exportIntervalMillis: metricsEveryMs });
  return [...(otlp.metrics ? [pushed()] : []), ...(port === undefined ? [] : [new PrometheusExporter({ host, port })])];
}

/** Attributes that spans and metrics may carry: methods, route patterns, statuses, statements with `$1` for each parameter; no address, header, body or message. */
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
