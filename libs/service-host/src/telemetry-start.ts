import { telemetrySettings } from './config';
import type { Telemetry } from './telemetry-sdk';

/**
 * Imported first of all by serve.ts: libraries are instrumented while they are loaded. The SDK itself is loaded only when an exporter is
 * set, for it takes half a second. A fault in the settings is thrown at `start`.
 */
export const telemetry: Telemetry = prepared();

function prepared(): Telemetry {
  const off: Telemetry = { start: () => undefined, stop: async () => undefined };
  try {
    const settings = telemetrySettings();
    return settings ? (require('./telemetry-sdk') as typeof import('./telemetry-sdk')).instrument(settings) : off;
  } catch (fault) {
    return { ...off, start: () => raise(fault) };
  }
}

function raise(fault: unknown): never {
  throw fault;
}
