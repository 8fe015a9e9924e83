import { setTimeout as sleep } from 'node:timers/promises';
import { earliest } from '@satualur/contracts/ids';
import type { Api, Service, Staff } from './api';
import { AGENCY_SIDE, SERVICES } from './services';

interface Reader {
  readonly reader: 'own-log' | 'inbox' | 'log' | 'mark';
  readonly agency?: string;
  readonly log: string;
  readonly seq: number;
}

/** What a service says of itself in demo mode (GET /demo/quiet). */
export interface Quiet {
  readonly process: string;
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
  /** Events that the service committed since it started, by log. */
  readonly written: Readonly<Record<string, number>>;
  readonly applied: readonly Reader[];
  /** Agencies of which nothing is told yet. */
  readonly opening: number;
  /** Grants of keys announced and not taken in. */
  readonly awaited: number;
  readonly nextDue: string | null;
}

/** What a service answers when it is asked whether it is at rest (POST /demo/rest). */
export interface Rest extends Pick<Quiet, 'process' | 'written' | 'nextDue'> {
  readonly rest: boolean;
  /** Of its logs, for those that read them. */
  readonly heads: Readonly<Record<string, { readonly sealed: number; readonly addressed: Readonly<Record<string, number>> }>>;
}

const PATIENCE_MS = 60_000;
const PAUSE_MS = 15;
/** A count that came out wrong, as by a write whose outcome nobody knew, is given up after so long, and made anew. */
const COUNTED_WITHIN_MS = 2_000;

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

/** Readers that do not stand at the head of a log. */
function behind(rounds: readonly Quiet[], logs: Quiet['logs']): Reader[] {
  return rounds
    .flatMap(({ applied }) => [...applied, ...firstCopies(applied, logs)])
    .filter(({ reader, agency, log, seq }) => {
      const at = logs[log];
      if (!at || reader === 'mark') return false;
      return seq < (reader === 'inbox' ? (at.addressed[agency ?? ''] ?? 0) : at.sealed);
    });
}

const inWords = ({ reader, agency, log }: Reader): string => `${reader} ${agency ?? ''} ${log}`;

/** What waits outside the logs. */
const waiting = (rounds: readonly Quiet[]): string[] =>
  rounds.flatMap(({ awaited, opening }) => [
    ...(awaited > 0 ? [`${awaited} grants of keys to take in`] : []),
    ...(opening > 0 ? [`${opening} agencies to open`] : []),
  ]);

const logsOf = (rounds: readonly Quiet[]): Quiet['logs'] => Object.assign({}, ...rounds.map(({ logs }) => logs)) as Quiet['logs'];

/** What is still to come before everything stands at its head under a published mark, in words. */
function lacking(rounds: readonly Quiet[]): string[] {
  const logs = logsOf(rounds);
  const marks = rounds.flatMap(({ applied }) => applied).filter(({ reader }) => reader === 'mark');
  return [
    ...waiting(rounds),
    ...Object.entries(logs).flatMap(([log, at]) => (at.relayed < at.sealed || at.marked < at.sealed ? [`log ${log}`] : [])),
    ...behind(rounds, logs).map(inWords),
    ...marks.filter(({ log, seq }) => seq < (logs[log]?.marked ?? 0)).map(inWords),
  ];
}

/** Events committed to a log by all that write to it, since they started. */
const writtenTo = (log: string, rounds: readonly Pick<Quiet, 'written'>[]): number =>
  rounds.reduce((sum, { written }) => sum + (written[log] ?? 0), 0);

/** The demo clock's protocol over all services: set, inputs, fire, quiet (details 3). */
export class DemoRounds {
  /** By log, how many events stood in it before those that its writers count. */
  private readonly base = new Map<string, number>();
  /** Whose counts they are: a new process counts from nothing again. */
  private counting = new Set<string>();
  /** By log, the head that every reader had reached when all was last at rest. */
  private readonly read = new Map<string, number>();

  constructor(
    private readonly api: Api,
    private readonly staff: Staff,
  ) {}

  /** Throws when a timer before `ms` has not fired. */
  async set(ms: number, services: readonly Service[] = SERVICES): Promise<void> {
    await this.ask(services, '/demo/clock', { to: new Date(ms).toISOString() });
  }

  async fire(marks = false): Promise<void> {
    await this.ask(AGENCY_SIDE, '/demo/fire', { marks });
    if (marks) await this.ask(['registry'], '/demo/fire', { marks });
  }

  /**
   * Waits until nothing moves any more among the services that act, and returns the next due timer, if any. The service that keeps the
   * logs is at rest when it has everything that all had written by then at its heads; the others when they have read up to those heads.
   * When they have written nothing since, nothing is on its way. The timeline, which acts on nothing, may be behind.
   */
  async quick(): Promise<number | undefined> {
    if (this.base.size === 0) return this.quiet();
    const began = Date.now();
    for (let before = await this.others({}); ;) {
      const intake = await this.restOf('intake', { others: this.standWithout(before) });
      const after = await this.others({ heads: this.unread(intake) });
      const all = [...after, intake];
      if (!all.every(({ process }) => this.counting.has(process))) return this.quiet();
      if (all.every(({ rest }) => rest) && haveWrittenTheSame(before, after)) {
        for (const [log, { sealed }] of Object.entries(intake.heads)) this.read.set(log, sealed);
        return nextDueOf(all);
      }
      if (Date.now() - began > COUNTED_WITHIN_MS) return this.quiet();
      before = after;
    }
  }

  /** Waits until two rounds in a row are equal, every reader stands at its head and every log under a published mark. */
  async quiet(): Promise<number | undefined> {
    let before = '';
    for (let movedAt = Date.now(); ;) {
      const rounds = await Promise.all(SERVICES.map((service) => this.report(service)));
      const now = JSON.stringify(rounds);
      const missing = lacking(rounds);
      if (missing.length === 0 && now === before) {
        this.countFrom(rounds);
        return nextDueOf(rounds);
      }
      if (now !== before) movedAt = Date.now();
      if (Date.now() - movedAt > PATIENCE_MS)
        throw new Error(`not quiet after ${PATIENCE_MS / 1000} s: ${missing.slice(0, 5).join(', ')}`);
      before = now;
      await sleep(PAUSE_MS);
    }
  }

  /** How many events each log holds but for what intake, which keeps it, wrote since it started. */
  private standWithout(others: readonly Rest[]): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.base].map(([log, base]) => [log, base + writtenTo(log, others)]));
  }

  /** Heads that not everybody has been seen to reach. */
  private unread({ heads }: Rest): Rest['heads'] {
    return Object.fromEntries(Object.entries(heads).filter(([log, { sealed }]) => sealed !== this.read.get(log)));
  }

  private others(known: object): Promise<readonly Rest[]> {
    return Promise.all([this.restOf('referral', known), this.restOf('victim-services', known)]);
  }

  private async restOf(service: Service, known: object): Promise<Rest> {
    return (await this.post(service, '/demo/rest', known)) as unknown as Rest;
  }

  private countFrom(rounds: readonly Quiet[]): void {
    this.counting = new Set(rounds.map(({ process }) => process));
    for (const [log, { sealed }] of Object.entries(logsOf(rounds))) {
      this.base.set(log, sealed - writtenTo(log, rounds));
      this.read.set(log, sealed);
    }
  }

  private async report(service: Service): Promise<Quiet> {
    const { status, body } = await this.api.get(service, '/demo/quiet?settled=true', this.staff);
    if (status !== 200) throw new Error(`${service} answered ${status} to /demo/quiet: ${String(body['code'] ?? '')}`);
    return body as unknown as Quiet;
  }

  private async ask(services: readonly Service[], path: string, body: object): Promise<void> {
    await Promise.all(services.map((service) => this.post(service, path, body)));
  }

  private async post(service: Service, path: string, body: object): Promise<Record<string, unknown>> {
    const key = `${path} ${Date.now()} ${Math.random()}`;
    const answer = await this.api.post(service, path, this.staff, key, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${service} answered ${answer.status} to ${path}: ${String(answer.body['code'] ?? '')}`);
  }
}

const haveWrittenTheSame = (before: readonly Rest[], after: readonly Rest[]): boolean =>
  JSON.stringify(before.map(({ written }) => written)) === JSON.stringify(after.map(({ written }) => written));

const nextDueOf = (rounds: readonly Pick<Quiet, 'nextDue'>[]): number | undefined =>
  earliest(rounds.map(({ nextDue }) => (nextDue === null ? undefined : Date.parse(nextDue))));
