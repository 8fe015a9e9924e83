import { Injectable } from '@nestjs/common';

/** A state and its figures, without personal data. */
export interface ProbeResult {
  readonly ok: boolean;
  readonly figures?: Readonly<Record<string, number>>;
}
export type Probe = () => Promise<ProbeResult>;

const PROBE_TIMEOUT_MS = 2_000;

/** What must hold for this process to do its work; each part adds its own. */
@Injectable()
export class HealthProbes {
  private readonly probes = new Map<string, Probe>();
  private stops = false;

  /** @param name such as `store`, `broker`, `lag`; shown to whoever asks */
  add(name: string, probe: Probe): void {
    this.probes.set(name, probe);
  }

  /** From now on not ready, so that no new work is sent here while the rest is finished. */
  stop(): void {
    this.stops = true;
  }

  get stopping(): boolean {
    return this.stops;
  }

  /** A probe that throws, or takes longer than two seconds, does not hold. */
  async check(): Promise<{ readonly ready: boolean; readonly probes: Readonly<Record<string, ProbeResult>> }> {
    const results = await Promise.all([...this.probes].map(async ([name, probe]) => [name, await outcomeOf(probe)] as const));
    return { ready: !this.stops && results.every(([, { ok }]) => ok), probes: Object.fromEntries(results) };
  }
}

async function outcomeOf(probe: Probe): Promise<ProbeResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ProbeResult>((resolve) => (timer = setTimeout(() => resolve({ ok: false }), PROBE_TIMEOUT_MS)));
  try {
    return await Promise.race([probe(), late]);
  } catch {
    return { ok: false };
  } finally {
    clearTimeout(timer);
  }
}
