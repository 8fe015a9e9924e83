import { context, type Context, isSpanContextValid, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = () => trace.getTracer('satualur');

/** The active span as W3C `traceparent`, to stand in an event or a record's header; undefined outside a span or with telemetry off. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Runs `work` in a span of this name under the remote span that `traceparent` names; without one, or a malformed one, in a new trace. */
export function withRemoteParent<T>(traceparent: string | undefined, name: string, work: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, {}, remoteContext(traceparent), (span) => ended(span, work));
}

/** Runs `work` in a span under the active one. */
export function withSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, {}, context.active(), (span) => ended(span, work));
}

/** Runs `work` in a span of this name under each of the remote spans named, repeats left out; costs nothing with telemetry off. */
export async function withRemoteParents<T>(
  traceparents: Iterable<string | undefined>,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const spans = [...new Set(traceparents)].flatMap((parent) => {
    const remote = parent === undefined ? ROOT_CONTEXT : remoteContext(parent);
    return remote === ROOT_CONTEXT ? [] : [tracer().startSpan(name, {}, remote)];
  });
  try {
    return await work();
  } finally {
    for (const span of spans) span.end();
  }
}

function remoteContext(traceparent: string | undefined): Context {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '');
  if (!match) return ROOT_CONTEXT;
  const remote = { traceId: match[1]!, spanId: match[2]!, traceFlags: parseInt(match[3]!, 16), isRemote: true };
  return isSpanContextValid(remote) ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
}

/** A failed span says the error's class; its message could quote what came in. */
async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
    throw error;
  } finally {
    span.end();
  }
}
