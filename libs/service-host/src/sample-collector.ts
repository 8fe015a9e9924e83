import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}
interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly CollectedSpan[] }[] }[];
}

interface Received {
  readonly path: string;
  readonly body: string;
}

/** Takes in traces and metrics by OTLP over HTTP as JSON, for specs. */
export class SampleCollector {
  private readonly received: Received[] = [];
  private server: Server | undefined;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        this.received.push({ path: request.url ?? '', body });
        response.setHeader('content-type', 'application/json');
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => this.server!.once('listening', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The bodies that came, all or those to one path. */
  texts(to?: string): readonly string[] {
    return this.received.filter(({ path }) => to === undefined || path === to).map(({ body }) => body);
  }

  get spans(): CollectedSpan[] {
    const exports = this.texts('/v1/traces').map((body) => JSON.parse(body) as Export);
    return exports.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    );
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}
