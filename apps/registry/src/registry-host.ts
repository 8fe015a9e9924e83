import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Actor, type AgencyKey, streamOf } from '@satualur/contracts/ids';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import type { HybridClock } from '@satualur/event-store/clock';
import type { EventStore } from '@satualur/event-store/store';
import type { Broker } from '@satualur/messaging/broker';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import type { Config } from '@satualur/service-host/config';
import { DemoParts, type DemoPart, type Movement } from '@satualur/service-host/demo';
import { Directory } from '@satualur/service-host/directory';
import { HealthProbes } from '@satualur/service-host/health';
import { ListedStore } from '@satualur/service-host/listed-store';
import type { Log } from '@satualur/service-host/logging';
import { uuidFrom } from '@satualur/service-host/secrets';
import { Streams } from '@satualur/service-host/streams';
import { BROKER, CLOCK, CONFIG, HYBRID_CLOCK, LOG } from '@satualur/service-host/tokens';
import { agency } from './domain/agency';
import { AgencyDatabases, type PublicKeys } from './provisioning/databases';
import { provisionerAccounts } from './provisioning/operator';
import { Provisioner } from './provisioning/provisioner';
import { loadHolidays, loadReference } from './reference/load-reference';
import { openRegistry, REGISTRY, type RegistryParts } from './registry-store';

/** The registry's open store, and the provisioning that follows its log. */
@Injectable()
export class RegistryHost implements OnApplicationBootstrap, DemoPart {
  private parts: RegistryParts | undefined;
  private listed: ListedStore | undefined;
  private admin: KafkaBroker | undefined;
  private provisioner: Provisioner | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HYBRID_CLOCK) private readonly hybrid: HybridClock,
    @Inject(BROKER) private readonly broker: Broker,
    @Inject(LOG) private readonly log: Log,
    private readonly directory: Directory,
    private readonly streams: Streams,
    private readonly demo: DemoParts,
    private readonly probes: HealthProbes,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { config } = this;
    const accounts = provisionerAccounts();
    const databases = new AgencyDatabases({
      server: config.database,
      provisionerPassword: accounts.databasePassword,
      secretOf: config.cellSecret,
      masterSecret: config.vaultMasterSecret,
    });
    await databases.makeOwnVault(REGISTRY);
    this.parts = await openRegistry(config, this.hybrid, this.broker, this.log);
    const { loop, store } = this.parts;
    await loadReference(store, this.clock);
    await loadHolidays(store, this.clock);
    this.probes.add('store', async () => ({ ok: loop.healthy }));
    this.admin = new KafkaBroker({
      brokers: config.kafka.brokers,
      app: 'provisioner',
      ...(accounts.kafka && { credentials: accounts.kafka }),
    });
    this.provisioner = new Provisioner(
      databases,
      () => this.admin!.admin(),
      (key, keys) => this.provisioned(key, keys),
      this.log,
    );
    this.provisioner.follow(this.directory);
    this.streams.beforeClose(() => this.close());
    this.demo.add(this);
  }

  private async close(): Promise<void> {
    this.provisioner?.stop();
    await this.parts?.close();
    await this.admin?.close();
  }

  get store(): EventStore {
    if (!this.parts) throw new Error('the registry is not open');
    this.listed ??= new ListedStore(this.parts.store, this.directory.lists);
    return this.listed;
  }

  async quiet(settled: boolean): Promise<Movement> {
    const { loop, store } = this.parts!;
    if (settled) await loop.settle();
    return { logs: { [REGISTRY]: loop.stands }, written: { [REGISTRY]: store.progress.events }, applied: [] };
  }

  async mark(): Promise<void> {
    await this.parts!.loop.settle(true);
  }

  private async provisioned(key: AgencyKey, publicKeys: PublicKeys): Promise<void> {
    const cause = {
      actor: 'system/agency-provisioned' as Actor,
      at: instantNow(this.clock),
      command: { id: uuidFrom('provisioned', key) },
    };
    await this.store.transact(cause, async (unit) => {
      await unit.decide(streamOf('agency', uuidFrom('agency', key)), agency, { type: 'NoteProvisioned', key, publicKeys });
    });
  }
}
