import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { recordBasis } from './bases';
import { filesIn, recordsByTopic, tablesOf, traces } from './places';
import { CLERK, type WholeStack } from './whole-stack';

export const letters = (length: number) => Array.from({ length }, () => String.fromCharCode(97 + randomInt(26))).join('');
export const digits = (length: number) => Array.from({ length }, () => randomInt(10)).join('');

/** An invented person with a name, numbers and a phone that stand nowhere else; and a number of the agency's own that may stand anywhere. */
const canary = {
  name: `Kenari${letters(10)}`,
  nik: `639901${digits(10)}`,
  phone: `+62812${digits(9)}`,
  passport: `X${digits(12)}`,
};
const REF = `R-${letters(12)}`;
/** What the pack and the bad requests say of people. */
const OTHERS = [
  'Melati Fiktif',
  'Bahri Rekaan',
  'Rukmini Rekaan',
  '6399015403099001',
  '6399012001929004',
  'Kanari Fiktif',
  '6399017101900001',
];
const SECRETS = [...Object.values(canary), ...OTHERS];
const asserted = (value: string) => ({ value, method: 'Document' });

/** A person registered and referred is readable by the two agencies that may, and in no table, topic or log file. */
export function canarySeen(given: () => WholeStack): void {
  let record: string;
  let referral: string;
  beforeAll(async () => {
    const { api, staff, rounds } = given();
    const sender = staff.caseworker('POL-6310');
    const { name, ...numbers } = canary;
    const assertions = {
      role: asserted('victim'),
      name: asserted(`${name} Fiktif`),
      ...Object.fromEntries(Object.entries(numbers).map(([field, value]) => [field, asserted(value)])),
    };
    const registered = await api.post('intake', '/records', sender, 'canary', { ref: REF, assertions });
    record = String(registered.body['id']);
    await recordBasis(api, sender, record, 'CaseManagement');
    const sent = { ref: 'F-9301', record, to: 'UPTD-6371', service: 'CaseManagement', legalBasis: 'PublicTask' };
    const referred = await api.post('referral', '/referrals', sender, 'canary', sent);
    referral = String(referred.body['id']);
    expect([registered.status, referred.status]).toEqual([201, 201]);
    await sendWhereItDoesNotBelong(given(), sender);
    await rounds.quiet();
    await rounds.fire(true);
    await rounds.quiet();
  });

  it('is read by the recipient, whose vault the sender granted the keys', async () => {
    const { api, staff } = given();
    const { body } = await api.get('referral', `/referrals/${referral}`, staff.caseworker('UPTD-6371'));
    expect(body).toMatchObject({ half: 'recipient', person: { name: `${canary.name} Fiktif`, nik: canary.nik } });
  });

  it('is read by the sender', async () => {
    const { api, staff } = given();
    const { body } = await api.get('intake', `/records/${record}`, staff.caseworker('POL-6310'));
    expect(JSON.stringify(body)).toEqual(expect.stringContaining(canary.phone));
    expect(body).toMatchObject({ assertions: { name: { value: `${canary.name} Fiktif` }, nik: { value: canary.nik } } });
  });

  it('stands readable in no table of any database', async () => {
    const tables = await tablesOf(given());
    expect(traces(tables, SECRETS)).toEqual([]);
    expect(traces(tables, [REF])).toEqual(
      expect.arrayContaining([`${REF} in agency_pol-6310 store.event`, expect.stringMatching(/ in timeline .*entry$/)]),
    );
  });

  it('stands readable in no record of any topic, nor in the broker’s own files', async () => {
    const { stack } = given();
    const topics = await recordsByTopic(stack);
    const files = stack.parts.kafka === 'embedded' ? filesIn(join(stack.dataDir, 'kafka')) : new Map<string, Buffer>();
    expect([...topics.keys()]).toEqual(
      expect.arrayContaining(['log.pol-6310', 'inbox.uptd-6371', 'grants.uptd-6371', 'log.registry']),
    );
    expect([...traces(topics, SECRETS), ...traces(files, SECRETS)]).toEqual([]);
    expect(traces(topics, [REF])).toContain(`${REF} in log.pol-6310`);
  });

  it('stands readable in no log of a service, of PostgreSQL or of Kafka', () => {
    const logs = filesIn(given().logDir);
    const names = ['registry', 'intake', 'referral', 'victim-services', 'timeline', 'dev-idp', 'postgres', 'kafka'];
    expect([...logs.keys()]).toEqual(expect.arrayContaining(names.map((name) => `${name}.log`)));
    for (const service of names.slice(0, 5)) expect(logs.get(`${service}.log`)!.toString()).toContain('http-request');
    expect(traces(logs, SECRETS)).toEqual([]);
  });
}

/** In paths, queries, headers and refused bodies, from where it might reach a log. */
async function sendWhereItDoesNotBelong({ api, services, staff }: WholeStack, sender: typeof CLERK): Promise<void> {
  const token = await api.tokenFor(sender);
  const text = encodeURIComponent(canary.name);
  for (const address of Object.values(services.addresses)) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-nama': canary.name };
    const asked = [
      fetch(`${address}/records/${text}`, { headers }),
      fetch(`${address}/records/${text}?nik=${canary.nik}`, { headers }),
      fetch(`${address}/cases?ref=${text}`, { headers }),
      fetch(`${address}/records`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': canary.nik },
        body: JSON.stringify({ [canary.name]: canary }),
      }),
      fetch(`${address}/records`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': canary.phone },
        body: `{"name":"${canary.name}"`,
      }),
    ];
    for (const { status } of await Promise.all(asked)) expect([200, 400, 404, 422]).toContain(status);
  }
  const body = { ref: REF, assertions: { role: asserted('victim'), name: asserted(canary.name) } };
  expect((await api.post('intake', '/records', staff.caseworker('POL-6310'), 'canary again', body)).status).toBe(409);
}
