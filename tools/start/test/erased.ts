import { join } from 'node:path';
import { setTopicConfig } from '@satualur/messaging/testing.topic-config';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../src/api';
import { msOf } from '../src/instants';
import { digits, letters } from './canary';
import { auditor, expectOneDigest } from './digest';
import { filesIn, recordsByTopic, tablesOf, traces } from './places';
import { timelineOf } from './played-pack';
import { type Needle, scanFiles } from './scan';
import { grantsInFiles, keysIn } from './subject-keys';
import { adminOf } from './topics';
import { formsOf } from './traces';
import type { WholeStack } from './whole-stack';

/** An invented person whose data are erased; every value stands nowhere else. */
const canary = {
  name: `Merbah${letters(10)}`,
  nik: `639901${digits(10)}`,
  phone: `+62813${digits(9)}`,
  account: `kisah${letters(12)}`,
  lpNumber: `LP99${digits(10)}`,
};
const OWNER = 'POL-6310';
const GRANTEES = ['UPTD-6371', 'RS-6371'];
const SUBJECT_LOGS = [OWNER, ...GRANTEES].map((code) => code.toLowerCase());
const ARTICLE = 'UU 8/1981 art. 39';
const HOUR_MS = 3_600_000;
const PATIENCE_MS = 60_000;

interface Before {
  readonly events: Readonly<Record<string, readonly string[]>>;
  readonly told: unknown;
  readonly digest: unknown;
}

/** A person who was registered, consented, was referred to two agencies and served asks to be erased (architecture 9, UU 27/2022 art. 8). */
export function erased(given: () => WholeStack): void {
  const ids = { record: '', caseid: '', request: '', event: '', referrals: [] as string[] };
  let keys: readonly Needle[];
  let before: Before;
  let knownAt: string;
  let commands = 0;

  const post = (service: 'intake' | 'referral' | 'victim-services', path: string, code: string, body: object): Promise<Answer> =>
    given().api.post(service, path, given().staff.caseworker(code), `erased ${commands++}`, body);
  const done = async (...what: Parameters<typeof post>): Promise<Record<string, unknown>> => {
    const { status, body } = await post(...what);
    if (status >= 300) throw new Error(`${what[1]}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  /** How many events of this type intake wrote in the agency's log. */
  const written = async (log: string, type: string) => (await given().stores.kinds())[`${log} satualur.intake.${type}.v1`] ?? 0;
  const settle = async () => {
    await given().rounds.quiet();
    await given().rounds.fire(true);
    await given().rounds.quiet();
  };
  const kafkaDir = () => join(given().stack.dataDir, 'kafka');

  const stated = async (): Promise<Before> => {
    const live = ['timeline', '--live', given().services.addresses.timeline, '--as-of', knownAt];
    const { entries, referrals } = await timelineOf(given(), ids.caseid, `asOf=${encodeURIComponent(knownAt)}&technical=true`);
    const { status, out } = await auditor(given(), ...live);
    expect({ status, live: out['live'] }).toEqual({ status: 0, live: out['digest'] });
    return { events: await given().stores.events(), told: { entries, referrals }, digest: out['digest'] };
  };

  beforeAll(async () => {
    const start = msOf(given().pack.asOf.B);
    await given().passTime(start + HOUR_MS);
    const asserted = (value: string) => ({ value, method: 'Document' });
    const { name, nik, phone } = canary;
    const caseRef = `CASE-${letters(8)}`;
    const registered = await done('intake', '/records', OWNER, {
      ...{ ref: `R-${letters(12)}`, caseRef },
      assertions: { role: asserted('victim'), name: asserted(`${name} Fiktif`), nik: asserted(nik), phone: asserted(phone) },
    });
    ids.record = String(registered['id']);
    ids.caseid = String(registered['caseid']);
    const told = { exploitation: ['ForcedLabour'], account: `Sebuah ${canary.account} contoh` };
    ids.event = String(
      (await done('intake', '/case-events', OWNER, { ref: caseRef, victimCount: 1, lpNumber: canary.lpNumber }))['id'],
    );
    await done('intake', `/case-events/${ids.event}/historic`, OWNER, { ...told, record: ids.record });
    await done('intake', `/case-events/${ids.event}/historic`, OWNER, told);
    await done('intake', `/records/${ids.record}/contact-rule`, OWNER, {
      danger: true,
      rule: 'OnlyByWorker',
      note: told.account,
    });
    await done('intake', `/records/${ids.record}/consents`, OWNER, {
      ...{ recipients: GRANTEES, purposes: ['CaseManagement'], classes: ['identity', 'narrative'], givenBy: 'self' },
    });
    for (const to of GRANTEES) {
      const sent = { ref: `F-${letters(8)}`, record: ids.record, to, service: 'CaseManagement', legalBasis: 'Consent' };
      ids.referrals.push(String((await done('referral', '/referrals', OWNER, sent))['id']));
    }
    await settle();
    for (const [index, to] of GRANTEES.entries()) {
      for (const answer of ['acknowledge', 'accept'])
        await done('referral', `/referrals/${ids.referrals[index]}/${answer}`, to, {});
      await settle();
      const episode = await done('victim-services', '/episodes', to, { referral: ids.referrals[index] });
      await done('victim-services', `/episodes/${String(episode['id'])}/complete`, to, {});
      await settle();
    }
    await given().passTime(start + 2 * HOUR_MS);
    await settle();
    knownAt = new Date(start + 2 * HOUR_MS).toISOString();
    before = await stated();
  });

  it('was readable to both grantees, whose vaults held the keys', async () => {
    const { api, staff, stores } = given();
    for (const [index, to] of GRANTEES.entries()) {
      const { body } = await api.get('referral', `/referrals/${ids.referrals[index]}`, staff.caseworker(to));
      expect(body).toMatchObject({ person: { name: `${canary.name} Fiktif` } });
    }
    const [subject] = await stores.query<{ subject: string }>(
      `agency_${OWNER.toLowerCase()}`,
      "SELECT convert_from(bytes, 'UTF8')::jsonb -> 'data' ->> 'subject' AS subject FROM store.event WHERE stream = $1 AND version = 1",
      [`record-${ids.record}`],
    );
    const held = SUBJECT_LOGS.map((vault) => keysIn(given(), vault, OWNER.toLowerCase(), subject!.subject));
    const granted = GRANTEES.flatMap((code) => grantsInFiles(kafkaDir(), code.toLowerCase()));
    keys = [...(await Promise.all(held)).flat(), ...granted];
    const names = new Set(keys.map(({ name }) => name));
    expect([...names]).toEqual(expect.arrayContaining(SUBJECT_LOGS.map((vault) => `${vault} wrapped identity key`)));
    expect(granted.length).toBeGreaterThanOrEqual(GRANTEES.length);
    const lying = new Set(scanFiles(given().stack.dataDir, keys).map((one) => one.split(' in ')[0]));
    const inTheClear = (name: string) => name.endsWith(' key') && !name.includes('wrapped');
    expect(lying).toEqual(new Set([...names].filter((name) => !inTheClear(name))));
  });

  it('is not erased while the law holds the record, with its article', async () => {
    await done('intake', `/records/${ids.record}/hold`, OWNER, { article: ARTICLE });
    const asked = { ref: `SR-${letters(8)}`, record: ids.record, kind: 'Erasure' };
    ids.request = String((await done('intake', '/subject-requests', OWNER, asked))['id']);
    const refused = await post('intake', `/subject-requests/${ids.request}/fulfil`, OWNER, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'LEGAL_HOLD', facts: { article: ARTICLE } } });
    await settle();
    expect(await written(OWNER.toLowerCase(), 'SubjectErased')).toBe(0);
    await done('intake', `/records/${ids.record}/lift-hold`, OWNER, {});
  });

  it('is erased on request: at the owner and at every grantee, each confirming by event', async () => {
    await done('intake', `/subject-requests/${ids.request}/fulfil`, OWNER, {});
    await settle();
    const [owner, ...grantees] = SUBJECT_LOGS as [string, ...string[]];
    for (const type of ['SubjectErased', 'CaseEventErased']) expect([type, await written(owner, type)]).toEqual([type, 1]);
    expect(await written(owner, 'ErasureConfirmationNoted')).toBe(GRANTEES.length);
    for (const grantee of grantees) expect(await written(grantee, 'GrantedKeysDestroyed')).toBe(1);
  });

  it('is shown to nobody any more', async () => {
    const { api, staff } = given();
    const { body } = await api.get('intake', `/records/${ids.record}`, staff.caseworker(OWNER));
    expect(body).toMatchObject({ state: 'Erased', assertions: { name: { value: { closed: 'erased' } } } });
    for (const [index, to] of GRANTEES.entries()) {
      const seen = () => api.get('referral', `/referrals/${ids.referrals[index]}`, staff.caseworker(to));
      const readable = async () => JSON.stringify((await seen()).body).includes(canary.name);
      for (const until = Date.now() + PATIENCE_MS; (await readable()) && Date.now() < until;) await sleep(200);
      expect(await seen()).toMatchObject({ status: 200, body: { person: { name: { closed: 'not-granted' } } } });
    }
    const found = await post('intake', '/records/search', OWNER, { number: canary.nik });
    expect(found.body['items']).toEqual([]);
  });

  it('stands in the same events, counts, proofs and timeline as before', async () => {
    const now = await stated();
    expect({ told: now.told, digest: now.digest }).toEqual({ told: before.told, digest: before.digest });
    for (const [log, events] of Object.entries(before.events)) expect(now.events[log]!.slice(0, events.length)).toEqual(events);
    const { status, out } = await auditor(given(), 'verify', ...SUBJECT_LOGS.flatMap((log) => ['--log', log]));
    expect({ status, verdict: out['verdict'] }).toEqual({ status: 0, verdict: 'holds' });
    await expectOneDigest(given());
  });

  it('stands readable in no table, topic, log or file, and neither do the keys, once a day has passed', async () => {
    const { stack, stores, logDir } = given();
    const tokens = Object.values(canary);
    const places = [await tablesOf(given()), await recordsByTopic(stack), filesIn(logDir)];
    expect(places.flatMap((place) => traces(place, tokens))).toEqual([]);
    if (stack.parts.postgres !== 'embedded' || stack.parts.kafka !== 'embedded') return;
    await aDayPasses(given());
    const needles = [...keys, ...tokens.map((token) => ({ name: token, forms: formsOf(token) }))];
    let left = scanFiles(stack.dataDir, needles);
    for (const until = Date.now() + PATIENCE_MS; left.length > 0 && Date.now() < until; await sleep(2_000))
      left = scanFiles(stack.dataDir, needles);
    expect(left).toEqual([]);
    expect(await stores.query('postgres', "SELECT current_setting('wal_recycle') AS recycle")).toEqual([{ recycle: 'off' }]);
  });
}

/** What PostgreSQL does within two checkpoints, and Kafka within a day. */
async function aDayPasses({ stack, stores }: WholeStack): Promise<void> {
  await stores.query('postgres', 'SELECT pg_switch_wal()');
  await stores.query('postgres', 'CHECKPOINT');
  const soon = { 'cleanup.policy': 'delete', 'retention.ms': '1000', 'segment.ms': '1000', 'file.delete.delay.ms': '100' };
  for (const code of GRANTEES) await setTopicConfig(adminOf(stack), `grants.${code.toLowerCase()}`, soon);
}
