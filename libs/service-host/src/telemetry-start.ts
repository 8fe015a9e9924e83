import { telemetrySettings } from './config';
import type { Telemetry } from './telemetry-sdk';

/**
 * Imported first of all by serve.ts: libraries are instrumented while they are loaded. The SDK itself is loaded only when an exporter is
 * set, for it takes half a second.
 */
const settings = telemetrySettings();

export const telemetry: Telemetry | undefined = settings
  ? (require('./telemetry-sdk') as typeof import('./telemetry-sdk')).instrument(settings)
  : undefined;
