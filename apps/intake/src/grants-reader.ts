import { type Actor, AgencyKey, streamOf } from '@satualur/contracts/ids';
import { instantNow } from '@satualur/event-store/clock';
import type { IncomingRecord, TopicReader } from '@satualur/messaging/broker';
import type { OpenAgency } from '@satualur/service-host/agency-host';
import { uuidFrom } from '@satualur/service-host/secrets';

/** Takes in the keys granted to one agency: vault first, then the event, then the records are deleted from the topic (details 5). */
export class GrantsReader implements TopicReader {
  readonly topic: string;

  constructor(private readonly agency: OpenAgency) {
    this.topic = `grants.${agency.key}`;
  }

  async start(): Promise<string> {
    return (await this.agency.vault.grantsOffset()) ?? 'earliest';
  }

  async handle(records: readonly IncomingRecord[]): Promise<void> {
    for (const record of records) await this.take(record);
    const last = records.at(-1);
    if (!last) return;
    const admin = await this.agency.broker.admin();
    await admin.deleteRecords(this.topic, (BigInt(last.offset) + 1n).toString());
  }

  private async take({ value, headers, offset, damage }: IncomingRecord): Promise<void> {
    const origin = AgencyKey.safeParse(headers.get('origin')?.toString('utf8'));
    if (value === null || damage !== undefined || !origin.success) return;
    const { vault, store, clock } = this.agency;
    const taken = await vault.takeIn(value.toString('ascii'), origin.data, offset);
    const { grant, subject, classes } = taken;
    const cause = { actor: 'system/grants' as Actor, at: instantNow(clock), command: { id: uuidFrom('keys received', grant) } };
    await store.transact(cause, async (unit) => {
      const data = { grant, from: origin.data, subject, classes };
      await unit.record(streamOf('keys', grant), [{ type: 'KeysReceived', data, audience: [origin.data] }]);
    });
  }
}
