import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Service, Staff } from './api';
import { SERVICES } from './services';

interface Reader {
  readonly reader: 'own-log' | 'inbox' | 'log' | 'mark' | 'grants';
  readonly agency?: string;
  readonly log: string;
  readonly seq: number;
}

/** What a service says of itself in demo mode (GET /demo/quiet). */
export interface Quiet {
  readonly logs: Readonly<
    Record<
      string,
      {
        readonly sealed: number;
        readonly relayed: number;
        readonly marked: number;
        readonly addressed: Readonly<Record<string, number>>;
      }
    >
  >;
  readonly applied: readonly Reader[];
  /** Agencies of which nothing is told yet. */
  readonly opening: number;
  /** Grants of keys announced and not taken in. */
  readonly awaited: number;
  readonly nextDue: string | null;
}

const PATIENCE_MS = 60_000;
const PAUSE_MS = 15;

/** Inboxes that have read nothing yet of a log that addresses them: a reader tells only of logs it has met. */
function firstCopies(applied: readonly Reader[], logs: Quiet['logs']): Reader[] {
  const agencies = applied.flatMap(({ reader, agency }) => (reader === 'own-log' && agency !== undefined ? [agency] : []));
  const met = new Set(applied.flatMap(({ reader, agency, log }) => (reader === 'inbox' ? [`${agency} ${log}`] : [])));
  return agencies.flatMap((agency) =>
    Object.keys(logs)
      .filter((log) => !met.has(`${agency} ${log}`))
      .map((log): Reader => ({ reader: 'inbox', agency, log, seq: 0 })),
  );
}

/** What a reader still lacks, in words; empty when it stands at its head. */
function lacking(rounds: readonly Quiet[]): string[] {
  const logs = Object.assign({}, ...rounds.map(({ logs }) => logs)) as Quiet['logs'];
  const behindLogs = Object.entries(logs).filter(([, log]) => log.relayed < log.sealed || log.marked < log.sealed);
  const behindReaders = rounds
    .flatMap(({ applied }) => [...applied, ...firstCopies(applied, logs)])
    .filter(({ reader, agency, log, seq }) => {
      const at = logs[log];
      if (!at) return false;
      if (reader === 'inbox') return seq < (at.addressed[agency ?? ''] ?? 0);
      return seq < (reader === 'mark' ? at.marked : at.sealed);
    });
  return [
    ...rounds.flatMap(({ awaited }) => (awaited > 0 ? [`${awaited} grants of keys to take in`] : [])),
    ...rounds.flatMap(({ opening }) => (opening > 0 ? [`${opening} agencies to open`] : [])),
    ...behindLogs.map(([log]) => `log ${log}`),
    ...behindReaders.map(({ reader, agency, log }) => `${reader} ${agency ?? ''} ${log}`),
  ];
}

/** The demo clock's protocol over all services: set, inputs, fire, quiet (details 3). */
export class DemoRounds {
  constructor(
    private readonly api: Api,
    private readonly staff: Staff,
  ) {}

  async set(ms: number): Promise<void> {
    await this.everywhere('/demo/clock', { to: new Date(ms).toISOString() });
  }

  async fire(marks = false): Promise<void> {
    await this.everywhere('/demo/fire', { marks });
  }

  /** Waits until two rounds in a row are equal and nothing is behind; returns the next due timer, if any. */
  async quiet(): Promise<number | undefined> {
    const patience = Date.now() + PATIENCE_MS;
    let before = '';
    for (;;) {
      const rounds = await Promise.all(SERVICES.map((service) => this.read(service)));
      const now = JSON.stringify(rounds);
      const missing = lacking(rounds);
      if (missing.length === 0 && now === before) return earliest(rounds);
      if (Date.now() > patience)
        throw new Error(`not quiet after ${PATIENCE_MS / 1000} s: ${missing.slice(0, 5).join(', ') || 'still moving'}`);
      before = now;
      await sleep(PAUSE_MS);
    }
  }

  private async read(service: Service): Promise<Quiet> {
    const { status, body } = await this.api.get(service, '/demo/quiet', this.staff);
    if (status !== 200) throw new Error(`${service} answered ${status} to /demo/quiet: ${String(body['code'] ?? '')}`);
    return body as unknown as Quiet;
  }

  private async everywhere(path: string, body: object): Promise<void> {
    const key = `${path} ${JSON.stringify(body)} ${Date.now()} ${Math.random()}`;
    await Promise.all(
      SERVICES.map(async (service) => {
        const answer = await this.api.post(service, path, this.staff, key, body);
        if (answer.status >= 300)
          throw new Error(`${service} answered ${answer.status} to ${path}: ${String(answer.body['code'] ?? '')}`);
      }),
    );
  }
}

const earliest = (rounds: readonly Quiet[]): number | undefined => {
  const due = rounds.flatMap(({ nextDue }) => (nextDue === null ? [] : [Date.parse(nextDue)]));
  return due.length === 0 ? undefined : Math.min(...due);
};
