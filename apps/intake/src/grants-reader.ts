import { setTimeout as pause } from 'node:timers/promises';
import { type Actor, AgencyKey, streamOf, Uuid } from '@satualur/contracts/ids';
import { instantNow } from '@satualur/event-store/clock';
import type { IncomingRecord, TopicReader } from '@satualur/messaging/broker';
import type { Parking } from '@satualur/messaging/parking';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { uuidFrom } from '@satualur/service-host/secrets';
import { askAgainAt, keyGrant } from './domain/key-grant';

/** The owner's log has not announced this grant yet: the same record again, later. */
class NotAnnounced extends Error {
  override readonly name = 'NotAnnounced';
}

const PATIENCE_MS = 60_000;
/** Keys and their announcement usually come within milliseconds of each other: it is looked for so soon, then at twice the time, up to the last. */
const LOOKS_MS = { first: 1, last: 32 } as const;

/**
 * Takes in the keys granted to one agency (details 5): only those that the owner's signed log announced; into the vault first, then
 * the event, then the records are deleted from the topic. What is no grant to this agency is parked.
 */
export class GrantsReader implements TopicReader {
  readonly topic: string;
  private readonly parking: Parking;
  private readonly firstSeen = new Map<string, number>();

  constructor(
    private readonly agency: OpenAgency,
    private readonly now: () => number = Date.now,
  ) {
    this.topic = `grants.${agency.key}`;
    this.parking = agency.parkingOf('grants');
  }

  async start(): Promise<string> {
    return (await this.agency.vault.grantsOffset()) ?? 'earliest';
  }

  async handle(records: readonly IncomingRecord[]): Promise<void> {
    for (const record of records) {
      const refused = await this.take(record);
      if (refused !== undefined) await this.park(record, refused);
    }
    const last = records.at(-1);
    if (!last) return;
    const admin = await this.agency.broker.admin();
    await admin.deleteRecords(this.topic, (BigInt(last.offset) + 1n).toString());
  }

  /** Why the record is no grant, as a code; undefined when it was taken in. */
  private async take({ key, value, headers, offset, damage }: IncomingRecord): Promise<string | undefined> {
    const origin = AgencyKey.safeParse(headers.get('origin')?.toString('utf8'));
    const grant = Uuid.safeParse(key?.toString('utf8'));
    if (damage !== undefined) return damage;
    if (value === null || !origin.success || !grant.success) return 'NOT_A_GRANT';
    if (!(await this.announced(grant.data, offset))) return 'NOT_ANNOUNCED';
    try {
      const { subject, classes } = await this.agency.vault.takeIn(value.toString('ascii'), origin.data, offset);
      if (await this.takenBack(grant.data)) await this.agency.vault.destroyGranted(origin.data, subject, classes);
    } catch (error) {
      if ((error as Error).name === 'BadGrant') return 'BAD_GRANT';
      throw error;
    }
    await this.received(grant.data, origin.data);
    return undefined;
  }

  /** Taken back before they came: nobody may use them here any more. */
  private async takenBack(grant: Uuid): Promise<boolean> {
    const events = await this.agency.store.read(streamOf('keys', grant));
    return events.some(({ event }) => event.type === 'GrantedKeysDestroyed');
  }

  private async announced(grant: Uuid, offset: string): Promise<boolean> {
    const since = this.firstSeen.get(offset) ?? this.now();
    this.firstSeen.set(offset, since);
    const announced = await this.looked(grant);
    if (!announced && this.now() - since < PATIENCE_MS) throw new NotAnnounced();
    this.firstSeen.delete(offset);
    return announced;
  }

  private async looked(grant: Uuid): Promise<boolean> {
    for (let wait: number = LOOKS_MS.first; ; wait *= 2) {
      if ((await this.agency.store.read(streamOf('keys', grant))).length > 0) return true;
      if (wait > LOOKS_MS.last) return false;
      await pause(wait);
    }
  }

  private async received(grant: Uuid, from: AgencyKey): Promise<void> {
    const { store, clock } = this.agency;
    const stream = streamOf('keys', grant);
    const at = instantNow(clock);
    const cause = { actor: 'system/grants' as Actor, at, command: { id: uuidFrom('keys received', grant) } };
    await store.transact(cause, async (unit) => {
      await unit.decide(stream, keyGrant, { type: 'ReceiveKeys', from });
      unit.due(stream, askAgainAt(await unit.load(stream, keyGrant), at));
    });
  }

  private park({ topic, offset, value, key, headers }: IncomingRecord, reason: string): Promise<void> {
    return this.parking.park([{ topic, offset, reason, state: 'parked', bytes: value, key, headers }]);
  }
}

/** How many grants were announced to the agency whose keys are not there yet: each has a timer by which they are asked for again. */
export async function grantsAwaited({ rows }: OpenAgency): Promise<number> {
  const [counted] = await rows.query<{ n: number }>("SELECT count(*)::int AS n FROM store.due WHERE stream LIKE 'keys-%'");
  return counted!.n;
}
