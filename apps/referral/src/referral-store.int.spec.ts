import { HOSPITAL, STAFF } from '@satualur/contracts/cast';
import {
  type AgencyKey,
  type Instant,
  instantOf,
  type Ref,
  streamOf,
  type SubjectId,
  type Uuid,
  uuidOfStream,
} from '@satualur/contracts/ids';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { agencyRecordRegistered, legalBasisRecorded } from '@satualur/contracts/intake/examples';
import { DataClass } from '@satualur/contracts/sealed';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { agencyProvisioned, agencyRegistered, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { serviceApplicationFiled } from '@satualur/contracts/victim-services/examples';
import { HybridClock } from '@satualur/event-store/clock';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { randomIds } from '@satualur/event-store/random-ids';
import type { StoredEvent } from '@satualur/event-store/store';
import { freshStore, type StoreDatabase } from '@satualur/event-store/testing';
import { testStack } from '@satualur/local-stack/testing';
import { PostgresMarks } from '@satualur/messaging/marks';
import type { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { Directory } from '@satualur/service-host/directory';
import { pageFrom } from '@satualur/service-host/page';
import { ReactionRunner } from '@satualur/service-host/reactions';
import { migrateServiceSchema } from '@satualur/service-host/service-schema';
import { noticeTable } from '@satualur/notices/notice-rows';
import { memoryVault } from '@satualur/vault/memory-vault';
import { Pool } from 'pg';
import { inOf, outOf } from './both-halves';
import { refusalOf } from './cell.acts';
import type { ReferralInCommand } from './domain/referral-in';
import { HandleReferral, ReferralHandler } from './referral.handler';
import { referralReactions } from './referral.reactions';
import { ReferralRows1764115200000 } from './rows/referral-rows.migration';
import { queueCounts, referralPage } from './rows/referral-queries';
import type { NewReferral } from './sending';
import { HandleSend, SendHandler } from './sending.handler';

const migrations = [ReferralRows1764115200000, noticeTable('referral')];
const ids = randomIds();
const clock = { now: () => Date.now() };

let database: StoreDatabase;
let pools: Pool[];
let agency: OpenAgency;
let intake: PostgresEventStore;
let services: PostgresEventStore;
let record: Uuid;
const host = { agency: () => agency } as unknown as AgencyHost;
const cause = () => ({ actor: STAFF, at: instantOf(clock.now()), command: { id: ids.next() } });

beforeAll(async () => {
  const { host: server, port, superuser, password } = testStack().postgres;
  database = await freshStore(`postgresql://${superuser}:${encodeURIComponent(password)}@${server}:${port}/postgres`);
  const key = database.key as AgencyKey;
  const migrator = new URL(database.url('migrator'));
  const connection = {
    ...{ host: server, port, database: migrator.pathname.slice(1) },
    ...{ user: migrator.username, password: decodeURIComponent(migrator.password) },
  };
  await migrateServiceSchema(connection, { schema: 'referral', service: `${key}_referral`, mode: 'development' }, migrations);
  pools = (['referral', 'intake', 'victim-services'] as const).map(
    (role) => new Pool({ connectionString: database.url(role), max: 4 }),
  );
  const [own, other, third] = pools as [Pool, Pool, Pool];
  const [hybrid, vault, directory] = [new HybridClock(clock), memoryVault(key), new Directory()];
  const published = [
    ...[agencyRegistered({ key, code: 'POL-UJI' }), agencyProvisioned({ key }), agencyRegistered(), agencyProvisioned()],
    ...[agencyRegistered({ key: 'dinsos-73' as AgencyKey, code: 'DINSOS-73', onPlatform: false }), slaPolicyChanged()],
  ];
  for (const event of published) directory.apply(event as RegistryEvent);
  const storeAs = (pool: Pool, service: string) =>
    new PostgresEventStore({ pool, source: `/agencies/${key}/${service}`, clock: hybrid, sealer: vault });
  intake = storeAs(other, 'intake');
  services = storeAs(third, 'victim-services');
  const rows = {
    query: async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await own.query<R>(text, [...values])).rows,
  };
  agency = { key, store: storeAs(own, 'referral'), vault, directory, clock, rows } as unknown as OpenAgency;
  record = ids.next();
  const registered = agencyRecordRegistered({ subject: ids.next() as Uuid as SubjectId });
  await intake.transact(cause(), (unit) => unit.record(streamOf('record', record), [registered]));
  await recordBasis('PublicTask');
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

function recordBasis(basis: 'PublicTask' | 'VitalInterest', until?: Instant) {
  const purposes = [...ServiceCategory.options];
  const stated = { record, basis, purposes, classes: [...DataClass.options], ...(until && { until }) };
  return intake.transact(cause(), (unit) => unit.record(streamOf('legalbasis', record), [legalBasisRecorded(stated)]));
}

const sendHandler = () => new SendHandler(host, { uuid: () => ids.next(), random: () => Buffer.alloc(0) });
async function send(over: Partial<NewReferral> = {}): Promise<Uuid> {
  const asked = { ref: `F-${ids.next()}` as Ref, record, to: 'RS-6310', service: 'LegalAid', legalBasis: 'PublicTask', ...over };
  const { events } = await sendHandler().execute(new HandleSend(agency.key, asked as NewReferral, cause()));
  return uuidOfStream(events[0]!.stream);
}
const answer = (id: Uuid, command: ReferralInCommand) =>
  new ReferralHandler(host).execute(new HandleReferral(agency.key, id, { in: async () => command }, cause()));
const types = async (stream: ReturnType<typeof outOf>) => (await agency.store.read(stream)).map(({ event }) => event.type);

/** The own log as its reader hands it over, each with the mark before it. */
async function project(...streams: ReturnType<typeof outOf>[]): Promise<void> {
  const marks = new PostgresMarks(pools[0]!, 'referral', `test-${ids.next()}`);
  const runner = new ReactionRunner(
    referralReactions.filter(({ from }) => from === 'own-log'),
    marks,
    agency.store,
    agency,
    clock,
  );
  const stored = (await Promise.all(streams.map((stream) => agency.store.read(stream)))).flat();
  const records = stored.map(({ envelope }: StoredEvent, index) => {
    const at = { topic: `log.${agency.key}`, log: agency.key, seq: index + 1, leaf: Buffer.alloc(32), next: String(index + 1) };
    return { ...at, after: index, envelope };
  });
  for (const one of records) await runner.apply([one as never]);
}

describe('the referral service on PostgreSQL, under its own role', () => {
  it('passes the last place of an application on, where victim services read it', async () => {
    const application = ids.next();
    const filed = serviceApplicationFiled({ record });
    await services.transact(cause(), (unit) => unit.record(streamOf('application', application), [filed]));
    const asked = { service: 'HealthRehabilitation', application } as const;
    await send(asked);
    const second = await send({ ...asked, to: 'DINSOS-73' });
    expect(await services.holder('last-referral', application)).toBe(outOf(second));
  });

  it('refuses consent never given: the check of a stream without events holds', async () =>
    expect(await refusalOf(send({ legalBasis: 'Consent' }))).toBe('consent-missing'));

  it('sends on consent, and not after its withdrawal, checked in the same append', async () => {
    const consent = streamOf('consent', record);
    const { subject } = (await intake.read(streamOf('record', record)))[0]!.event.data as { subject: SubjectId };
    const scope = {
      record,
      subject,
      recipients: [HOSPITAL],
      purposes: ['Coordination', 'CaseManagement'],
      classes: [],
      givenBy: 'self',
    };
    await intake.transact(cause(), (unit) => unit.record(consent, [{ type: 'ConsentGranted', data: scope }]));
    await send({ legalBasis: 'Consent', service: 'Coordination' });
    const stops = [{ recipient: HOSPITAL, stop: ids.next() }];
    const withdrawn = { record, subject, stops, confirmBy: instantOf(clock.now()) };
    await intake.transact(cause(), (unit) => unit.record(consent, [{ type: 'ConsentWithdrawn', data: withdrawn }]));
    expect(await refusalOf(send({ legalBasis: 'Consent', service: 'CaseManagement' }))).toBe('consent-withdrawn');
  });

  it('sends on a basis recorded before, and not after its end, checked in the same append', async () => {
    const onBasis = { legalBasis: 'VitalInterest' } as const;
    expect(await refusalOf(send({ ...onBasis, service: 'Coordination', to: 'DINSOS-73' }))).toBe('legal-basis-missing');
    await recordBasis('VitalInterest');
    await send({ ...onBasis, service: 'Coordination', to: 'DINSOS-73' });
    await recordBasis('VitalInterest', instantOf(clock.now() - 1));
    expect(await refusalOf(send({ ...onBasis, service: 'LegalAid', to: 'DINSOS-73' }))).toBe('legal-basis-not-in-force');
  });

  it('lets one of two sendings take an open place, and tells the other by rule', async () => {
    const told = await Promise.all([1, 2, 3].map(() => refusalOf(send({ service: 'LawEnforcement' }))));
    expect(told.sort()).toEqual(['duplicate-open', 'duplicate-open', undefined]);
  });

  it('writes both halves of a recipient off the platform; of two answers at once one wins', async () => {
    const id = await send({ to: 'DINSOS-73' });
    const proxy = { evidence: 'SURAT/CONTOH/1' };
    const told = await Promise.all([
      refusalOf(answer(id, { type: 'AcceptReferral', at: instantOf(clock.now()), proxy })),
      refusalOf(answer(id, { type: 'RejectReferral', at: instantOf(clock.now()), reason: 'CapacityFull', proxy })),
    ]);
    expect(told.sort()).toEqual(['illegal-transition', undefined]);
    expect(await types(outOf(id))).toEqual(['ReferralSent', 'ReferralAnswerNoted']);
    expect(await types(inOf(id))).toHaveLength(2);
  });

  it('keeps its rows with the mark of its own log', async () => {
    const id = await send({ service: 'MigrantWorkerProtection', emergency: true });
    const proxied = await send({ to: 'DINSOS-73', service: 'CaseManagement' });
    await project(outOf(id), outOf(proxied), inOf(proxied));
    const { items } = await referralPage(agency.rows, { emergency: true }, pageFrom({}));
    expect(items).toMatchObject([{ id, half: 'sender', state: 'Sent', counterpart: HOSPITAL, record }]);
    expect(await queueCounts(agency.rows, instantOf(clock.now()))).toMatchObject({
      'to-record': { open: 1 },
      'to-acknowledge': { open: 0 },
      emergencies: { open: 1, overdue: 0 },
    });
  });
});
