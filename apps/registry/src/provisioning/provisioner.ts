import type { AgencyKey } from '@satualur/contracts/ids';
import type { BrokerAdmin } from '@satualur/messaging/broker';
import type { Directory, DirectoryAgency } from '@satualur/service-host/directory';
import type { Log } from '@satualur/service-host/logging';
import type { AgencyDatabases, PublicKeys } from './databases';
import { aclsOf, topicsOf } from './topics';

const SIDE_BY_SIDE = 3;
const RETRY_MS = 2_000;

/** Follows the directory: an agency registered on the platform gets databases, topics, rights and keys, then the event that says so. */
export class Provisioner {
  private readonly waiting: AgencyKey[] = [];
  private readonly begun = new Set<AgencyKey>();
  private workers = 0;
  private stopped = false;

  constructor(
    private readonly databases: AgencyDatabases,
    private readonly admin: () => Promise<BrokerAdmin>,
    private readonly provisioned: (key: AgencyKey, publicKeys: PublicKeys) => Promise<void>,
    private readonly log: Log,
  ) {}

  follow(directory: Directory): void {
    directory.onAgency((agency) => this.consider(agency));
  }

  stop(): void {
    this.stopped = true;
  }

  private consider({ key, onPlatform, publicKeys }: DirectoryAgency): void {
    if (!onPlatform || publicKeys || this.begun.has(key)) return;
    this.begun.add(key);
    this.enqueue(key);
  }

  private enqueue(key: AgencyKey): void {
    this.waiting.push(key);
    if (this.workers < SIDE_BY_SIDE) void this.work();
  }

  private async work(): Promise<void> {
    this.workers++;
    for (let key = this.waiting.shift(); key && !this.stopped; key = this.waiting.shift()) await this.provision(key);
    this.workers--;
  }

  private async provision(key: AgencyKey): Promise<void> {
    const started = Date.now();
    try {
      const publicKeys = await this.databases.make(key);
      const admin = await this.admin();
      await admin.createTopics(topicsOf(key));
      await admin.grant(aclsOf(key));
      await this.provisioned(key, publicKeys);
      this.log.info('agency-provisioned', { agency: key, ms: Date.now() - started });
    } catch (error) {
      this.log.error('provisioning-failed', { agency: key }, error);
      setTimeout(() => this.stopped || this.enqueue(key), RETRY_MS).unref();
    }
  }
}
