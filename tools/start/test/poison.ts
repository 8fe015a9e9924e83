import { leafHash } from '@satualur/contracts/bytes';
import type { IncomingRecord } from '@satualur/messaging/broker';
import { type HostileRecord, HostileSender } from '@satualur/messaging/testing.hostile';
import type { Played } from '../src/player';
import { recordBasis } from './bases';
import { expectOneDigest } from './digest';
import { idsOf } from './ids-of';
import { parkedIn } from './played-pack';
import { adminOf, topicsOf } from './topics';
import type { WholeStack } from './whole-stack';

const FLOOD = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [String(index), '']));
const bytes = (text: string) => Buffer.from(`${text} racun`);
const headersOf = (seq: number, value: Buffer) => ({ seq: String(seq), leaf: leafHash(value).toString('hex') });
const OWN_LOG = ['intake own-log', 'referral own-log', 'victim-services own-log', 'parking case-timeline'];
const INBOX = ['intake inbox', 'referral inbox', 'victim-services inbox'];

interface Poison {
  readonly topic: string;
  readonly record: HostileRecord;
  /** What it is parked as, by every reader of the topic. */
  readonly reason: string;
  readonly readers: readonly string[];
}

const copyOf = ({ headers }: IncomingRecord, value: Buffer): HostileRecord => ({
  value,
  headers: Object.fromEntries([...headers].map(([name, header]) => [name, Buffer.from(header)])),
});

/** What a stranger who got hold of the broker would send to one hospital, and to two agencies that have nothing else. */
async function poisons({ stack, stores }: WholeStack): Promise<readonly Poison[]> {
  const events = (await stores.events())['rs-6371']!;
  const last = Number(events.at(-1)!.split(' ')[0]);
  const topics = await topicsOf(stack, (topic) => /^inbox\.(rs|uptd)-6371$/.test(topic));
  const genuine = topics.get('inbox.rs-6371')!.at(-1)!;
  const elsewhere = topics.get('inbox.uptd-6371')!.at(-1)!;
  const forged = { ...headersOf(9_999, bytes('forged')), origin: 'pol-6310', prev: '9998', sig: 'A'.repeat(86) };
  const unknown = Buffer.from(
    '{"actor":"x/clerk","correlationid":"c","data":{},"dataschema":"d","hlc":"0000000000000001","id":"i","knowntime":"k","sequence":"1","source":"/agencies/lbh-63/intake","specversion":"1.0","subject":"s","time":"t","type":"satualur.intake.Racun.v1"}',
  );
  const log = (record: HostileRecord, reason: string, topic = 'log.rs-6371'): Poison => ({
    topic,
    record,
    reason,
    readers: OWN_LOG,
  });
  const inbox = (record: HostileRecord, reason: string): Poison => ({ topic: 'inbox.rs-6371', record, reason, readers: INBOX });
  return [
    ...[log, inbox].flatMap((to) => [
      to({ value: bytes('flood'), headers: FLOOD }, 'TOO_MANY_HEADERS'),
      to({ key: 'kunci', value: null }, 'NO_VALUE'),
      to({ value: bytes('no event') }, 'BAD_SEQ_HEADER'),
      to({ value: bytes('twice'), headers: { seq: ['1', '2'] } }, 'REPEATED_HEADER'),
    ]),
    log({ value: bytes('another history'), headers: headersOf(last, bytes('another history')) }, 'LEAF_CONFLICT'),
    log({ value: bytes('wrong leaf'), headers: headersOf(last + 1, bytes('something else')) }, 'LEAF_MISMATCH'),
    log({ value: bytes('not JSON'), headers: headersOf(1, bytes('not JSON')) }, 'NOT_JSON', 'log.imi-63'),
    log({ value: unknown, headers: headersOf(1, unknown) }, 'UNKNOWN_TYPE', 'log.lbh-63'),
    inbox({ value: bytes('forged'), headers: forged }, 'BAD_SIGNATURE'),
    inbox(copyOf(elsewhere, elsewhere.value!), 'BAD_SIGNATURE'),
    inbox(copyOf(genuine, bytes('changed')), 'LEAF_MISMATCH'),
    { topic: 'grants.rs-6371', record: { value: bytes('grant') }, reason: 'NOT_A_GRANT', readers: ['intake grants'] },
  ];
}

interface Parked {
  readonly what: string;
  readonly bytes: Buffer | null;
}

async function parked({ stores }: WholeStack): Promise<readonly Parked[]> {
  const rows = await parkedIn(stores);
  return rows.map(({ at, reader, topic, reason, bytes: kept }) => {
    const schema = String(at).split(' ')[1]!.replaceAll('"', '').replace('.parked', '');
    return { what: `${schema} ${String(reader)} ${String(topic)} ${String(reason)}`, bytes: kept as Buffer | null };
  });
}

/** Records that are none, sent past all services to topics of live agencies (reliability.md X1 to X3, B20). */
export function poison(given: () => WholeStack, played: () => Played): void {
  let sender: HostileSender;
  let sent: readonly Poison[];
  let referral: string;
  beforeAll(async () => {
    const { api, staff, stack, rounds } = given();
    sender = new HostileSender(adminOf(stack));
    await rounds.quiet();
    sent = await poisons(given());
    for (const { topic, record } of sent) await sender.send(topic, [record]);
    const [police, record] = [staff.caseworker('POL-6310'), idsOf(played())('R-0301')];
    await recordBasis(api, police, record, 'LegalAid');
    const body = { ref: 'F-9401', record, to: 'RS-6371', service: 'LegalAid', legalBasis: 'PublicTask' };
    const answer = await api.post('referral', '/referrals', police, 'amid poison', body);
    expect(answer.status).toBe(201);
    referral = String(answer.body['id']);
    await rounds.quiet();
  });
  afterAll(() => sender?.close());

  it('are parked by every reader, each with its reason and its bytes', async () => {
    const found = await parked(given());
    const expected = sent.flatMap(({ topic, reason, readers }) => readers.map((reader) => `${reader} ${topic} ${reason}`));
    expect(found.map(({ what }) => what).sort()).toEqual(expected.sort());
    for (const { record, topic, reason, readers } of sent) {
      const kept = found.filter(({ what }) => what === `${readers[0]} ${topic} ${reason}`).map((row) => row.bytes);
      if (reason === 'TOO_MANY_HEADERS') expect(kept[0]!.length).toBeGreaterThan(50_000);
      else if (reason === 'REPEATED_HEADER') expect(kept[0]!.includes(record.value!)).toBe(true);
      else expect(kept).toContainEqual(record.value);
    }
  });

  it('are listed to their agency with the reason, and stay parked when nothing was mended', async () => {
    const { api, staff } = given();
    const list = () => api.get('referral', '/parked', staff.caseworker('RS-6371'));
    const before = await list();
    expect(before.status).toBe(200);
    const reasons = (before.body['parked'] as { reason: string }[]).map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['TOO_MANY_HEADERS', 'BAD_SIGNATURE', 'NO_VALUE']));
    const redriven = await api.post('referral', '/parked/redrive', staff.caseworker('RS-6371'), 'redrive poison', {});
    expect(redriven).toMatchObject({ status: 200, body: { applied: 0 } });
    expect((await list()).body).toEqual(before.body);
  });

  it('stop nothing: a referral sent after them arrives, is answered, and the answer comes back', async () => {
    const { api, staff, rounds } = given();
    const states = async () => {
      const both = ['POL-6310', 'RS-6371'].map((agency) =>
        api.get('referral', `/referrals/${referral}`, staff.caseworker(agency)),
      );
      return (await Promise.all(both)).map(({ body }) => body['state']);
    };
    expect(await states()).toEqual(['Sent', 'Sent']);
    const answer = await api.post(
      'referral',
      `/referrals/${referral}/acknowledge`,
      staff.caseworker('RS-6371'),
      'amid poison',
      {},
    );
    expect(answer.status).toBe(200);
    await rounds.quiet();
    expect(await states()).toEqual(['Acknowledged', 'Acknowledged']);
  });

  it('leave the timeline whole and final, and its digest that of the logs', async () => {
    const { api, staff, rounds } = given();
    await sender.send('mark.rs-6371', [{ key: 'mark', value: bytes('mark') }]);
    await sender.send('log.registry', [{ value: bytes('registry') }, { value: null }, { value: bytes('flood'), headers: FLOOD }]);
    await rounds.fire(true);
    await rounds.quiet();
    const { caseid } = played().cases.find(({ record }) => record === 'R-0301')!;
    const { body } = await api.get('timeline', `/cases/${caseid}/timeline?lang=en`, staff.secretariat);
    expect(body).toMatchObject({ final: true, waitsFor: [] });
    expect(body['referrals']).toContainEqual(expect.objectContaining({ ref: 'F-9401', state: 'Acknowledged' }));
    await expectOneDigest(given());
  });

  it('are refused by the broker when they would inflate past what a record may be', async () => {
    const bomb = Array.from({ length: 20 }, () => ({ value: Buffer.alloc(900_000) }));
    await expect(sender.send('log.rs-6371', bomb, true)).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
  });

  it('end no service', async () => {
    const { services, ended } = given();
    const before = [...ended];
    for (const address of Object.values(services.addresses)) expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect(ended).toEqual(before);
  });
}
