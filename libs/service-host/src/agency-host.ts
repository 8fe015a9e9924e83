import { type AgencyKey, earliest, msOfInstant } from '@satualur/contracts/ids';
import type { DueTimer } from '@satualur/event-store/store';
import type { AgencySide, HostContext, OpenAgency, ProcessReader } from './agency-side';
import type { DirectoryAgency } from './directory';
import { openAgencyParts, type AgencyParts } from './open-agency';
import { AgencyNotReady } from './problem';
import { ofOneMoment, PerWrite } from './per-write';
import { fireDue } from './timers';

const OPENING_SIDE_BY_SIDE = 4;

/** The store chooser: opens the hosted agencies as they are provisioned, and finds the one a command names. */
export class AgencyHost {
  private readonly open = new Map<AgencyKey, AgencyParts>();
  private readonly waiting: DirectoryAgency[] = [];
  private readonly known = new Set<AgencyKey>();
  private readonly dues = new PerWrite<DueTimer | undefined>();
  private readonly awaiting = new PerWrite<number>();
  private workers = 0;
  private stopped = false;
  private ready: (readers: readonly ProcessReader[]) => Promise<void> = async () => undefined;

  constructor(
    private readonly side: AgencySide,
    private readonly context: HostContext,
  ) {}

  /** Starts following the directory; `ready` gets the topics of each agency opened. */
  start(ready: (readers: readonly ProcessReader[]) => Promise<void>): void {
    this.ready = ready;
    this.context.directory.onAgency((agency) => this.consider(agency));
  }

  /** Throws AgencyNotReady (503) for an agency not provisioned, not hosted here or not yet open. */
  agency(key: AgencyKey): OpenAgency {
    const parts = this.open.get(key);
    if (!parts) throw new AgencyNotReady();
    return parts.agency;
  }

  /** Applies what an agency's readers parked; returns how many. Throws AgencyNotReady. */
  async redrive(key: AgencyKey): Promise<number> {
    const parts = this.open.get(key);
    if (!parts) throw new AgencyNotReady();
    const { 'own-log': own, inbox } = parts.eventReaders;
    return (await own.redrive()) + (await inbox.redrive());
  }

  all(): readonly AgencyParts[] {
    return [...this.open.values()];
  }

  /** How many agencies that the directory says are hosted here are not open yet. */
  get opening(): number {
    return this.known.size - this.open.size;
  }

  async fireTimers(): Promise<number> {
    const { fire } = this.side;
    if (!fire) return 0;
    const { clock } = this.context;
    const fired = await Promise.all(
      this.all().map(async (parts) => {
        const { agency } = parts;
        const next = await this.dueNext(parts);
        if (next === undefined || msOfInstant(next.at) > clock.now()) return 0;
        return fireDue(agency.store, (unit, stream, at) => fire(unit, stream, at, agency), clock);
      }),
    );
    return fired.reduce((sum, count) => sum + count, 0);
  }

  /** What is waited for from elsewhere, and the earliest timer in milliseconds, with what `told` says: all of one moment. */
  standing<T>(told: () => T): Promise<T & { readonly awaited: number; readonly nextDue?: number }> {
    const asked = () => Promise.all([this.awaited(), this.nextDue()]);
    return ofOneMoment(
      () => this.calls,
      asked,
      ([awaited, nextDue]) => ({
        ...{ ...told(), awaited },
        ...(nextDue !== undefined && { nextDue }),
      }),
    );
  }

  private get calls(): number {
    return this.all().reduce((sum, { progress }) => sum + progress().calls, 0);
  }

  private async awaited(): Promise<number> {
    const { awaited } = this.side;
    if (!awaited) return 0;
    const each = await Promise.all(this.all().map((parts) => this.awaiting.of(parts, () => awaited(parts.agency))));
    return each.reduce((sum, count) => sum + count, 0);
  }

  /** The earliest timer of all hosted agencies, in milliseconds; undefined for a service without timers. */
  async nextDue(): Promise<number | undefined> {
    if (!this.side.fire) return undefined;
    const due = await Promise.all(this.all().map((parts) => this.dueNext(parts)));
    return earliest(due.map((timer) => timer && msOfInstant(timer.at)));
  }

  private dueNext(parts: AgencyParts): Promise<DueTimer | undefined> {
    return this.dues.of(parts, () => parts.agency.store.nextDue());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.all().map((parts) => parts.close()));
  }

  private hosts(key: AgencyKey): boolean {
    const { agencies } = this.context.config;
    return agencies === 'all' || agencies.includes(key);
  }

  private consider(agency: DirectoryAgency): void {
    if (!agency.publicKeys || this.known.has(agency.key) || !this.hosts(agency.key)) return;
    this.known.add(agency.key);
    this.queue(agency);
  }

  private queue(agency: DirectoryAgency): void {
    this.waiting.push(agency);
    if (this.workers < OPENING_SIDE_BY_SIDE) void this.work();
  }

  private async work(): Promise<void> {
    this.workers++;
    for (let agency = this.waiting.shift(); agency && !this.stopped; agency = this.waiting.shift()) await this.openOne(agency);
    this.workers--;
  }

  private async openOne(agency: DirectoryAgency): Promise<void> {
    try {
      const parts = this.open.get(agency.key) ?? (await openAgencyParts(agency, this.side, this.context));
      this.open.set(agency.key, parts);
      void this.read(agency, parts);
    } catch (error) {
      this.tryAgain(agency, error);
    }
  }

  /** Not waited for by the next opening: topics added close together are subscribed to in one go. */
  private async read(agency: DirectoryAgency, { readers }: AgencyParts): Promise<void> {
    try {
      await this.ready(readers);
    } catch (error) {
      this.tryAgain(agency, error);
    }
  }

  private tryAgain(agency: DirectoryAgency, error: unknown): void {
    this.context.log.error('agency-open-failed', { agency: agency.key }, error);
    setTimeout(() => this.stopped || this.queue(agency), 1_000).unref();
  }
}
