import { join } from 'node:path';
import type { Api, Service, Staff } from './api';
import { inputsOf } from './inputs';
import { type Pack, readPack } from './pack';
import { keyOf } from './pack-agencies';
import { PackCommands } from './pack-commands';
import { StaffList } from './staff';

interface Asked {
  readonly service: Service;
  readonly path: string;
  readonly by: string;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const whole = readPack(join(__dirname, '../test/s1-s3.pack.json'), []);
const [template] = whole.agencies;
const agency = (code: string, more: object = {}) => ({ ...template!, code, name: `${code} (contoh)`, ...more });

const empty: Pack = {
  ...whole,
  policies: { ...whole.policies, provincialSecretariat: 'POL/71' },
  agencies: [
    agency('POL/71'),
    agency('RS №1', { formerCodes: [{ code: 'RS', until: '2026-03-01' }] }),
    agency('LUAR', { onPlatform: false }),
  ],
  ...{
    taskForces: [],
    records: [],
    referrals: [],
    refusedCommands: [],
    consents: [],
    restitution: [],
    updates: [],
    caseEvents: [],
  },
};

/** The services as far as they answer with ids: each one tells what it was asked for. */
class Answering {
  readonly asked: Asked[] = [];

  constructor(private readonly pack: Pack) {}

  post(service: Service, path: string, staff: Staff, key: string, body: Record<string, unknown>) {
    this.asked.push({ service, path, by: staff.agency, key, body });
    const recipients = (body['recipients'] ?? []) as readonly string[];
    const keyOfCode = (code: string) =>
      keyOf(
        this.pack,
        this.pack.agencies.find((one) => one.code === code)!,
      );
    const stops = recipients.map((code) => ({ recipient: keyOfCode(code), stop: `stop of ${code}` }));
    return Promise.resolve({ status: 201, body: { id: `${path} ${this.asked.length}`, caseid: 'case', key: '', stops } });
  }

  at(path: RegExp): readonly Asked[] {
    return this.asked.filter((one) => path.test(one.path));
  }
}

async function played(pack: Pack): Promise<{ readonly services: Answering; readonly commands: PackCommands }> {
  const services = new Answering(pack);
  const commands = new PackCommands(pack, services as unknown as Api, new StaffList(pack, 'rahasia contoh'));
  for (const input of inputsOf(pack)) if (!/platform|agency/.test(input.do)) await commands.perform(input);
  return { services, commands };
}

const N = '2026/1';
const record = {
  recordId: N,
  agency: 'POL/71',
  recordedAt: '2026-04-01T08:00:00+08:00',
  assertions: { name: 'Fiktif', role: 'victim' },
};
const referral = {
  ...{ referralId: N, fromAgency: 'POL/71', fromRecord: N, toAgency: 'RS №1', external: false, serviceCategory: 'LegalAid' },
  ...{ serviceApplicationId: null, legalBasis: 'PublicTask', requestedAt: '2026-04-01T09:00:00+08:00' },
  ...{ sentAt: '2026-04-01T09:00:00+08:00', acknowledgedAt: '2026-04-01T10:00:00+08:00' },
  ...{ decision: 'Accepted' as const, decidedAt: '2026-04-01T11:00:00+08:00', serviceStartedAt: '2026-04-01T12:00:00+08:00' },
  ...{ closedAt: '2026-04-02T12:00:00+08:00', closedAs: 'Completed', reason: null },
};

describe('the commands of a pack', () => {
  it('tell apart a record, a referral, an application and a claim of one number', async () => {
    const pack: Pack = {
      ...empty,
      records: [record],
      referrals: [{ ...referral, serviceCategory: 'SocialRehabilitation', serviceApplicationId: N }],
      restitution: [
        {
          ...{ recordId: N, claimed: 5, claimedAt: '2026-04-03', awarded: null, awardedAt: null },
          ...{ finalVerdictNotifiedAt: null, payments: [] },
        },
      ],
    };
    const { services, commands } = await played(pack);
    const ids = (['record', 'referral', 'application', 'episode'] as const).map((kind) => commands.ids.of(kind, N));
    expect(new Set(ids).size).toBe(4);
    const [ofRecord, ofReferral, ofApplication] = ids;
    expect(services.at(/^\/referrals$/)[0]!.body).toMatchObject({ record: ofRecord, application: ofApplication });
    expect(services.at(/\/accept$/)[0]!.path).toBe(`/referrals/${ofReferral}/accept`);
    expect(services.at(/^\/restitution$/)[0]!.body).toEqual({ record: ofRecord });
  });

  it('name an agency by the code it bears then, and act by its staff under one key', async () => {
    const early = '2026-02-01T09:00:00+08:00';
    const times = { requestedAt: early, sentAt: early, acknowledgedAt: null, decidedAt: '2026-03-02T09:00:00+08:00' };
    const pack = {
      ...empty,
      records: [{ ...record, recordedAt: early }],
      referrals: [
        { ...referral, ...times, referralId: 'F-1', toAgency: 'RS', serviceStartedAt: null, closedAt: null, closedAs: null },
        { ...referral, referralId: 'F-2', serviceCategory: 'CaseManagement' },
      ],
    };
    const { services } = await played(pack);
    expect(services.at(/^\/referrals$/).map(({ body }) => body['to'])).toEqual(['RS', 'RS №1']);
    expect(new Set(services.at(/\/(accept|complete)$/).map(({ by }) => by))).toEqual(new Set([keyOf(pack, pack.agencies[1]!)]));
  });

  it('answer for a recipient off the platform by the proxy, with its evidence', async () => {
    const proxied = { ...referral, toAgency: 'LUAR', external: true, proxiedBy: 'POL/71', evidenceRef: 'SURAT/1' };
    const { services } = await played({ ...empty, records: [record], referrals: [proxied] });
    const answers = services.at(/\/(acknowledge|accept|complete)$|^\/episodes$/);
    expect(answers.map(({ by }) => by)).toEqual(Array(4).fill(keyOf(empty, empty.agencies[0]!)));
    for (const { body } of answers) expect(body).toMatchObject({ proxied: true, evidence: 'SURAT/1' });
  });

  it('confirm the stop that the withdrawal asked of each recipient', async () => {
    const withdrawn = (recipient: string, confirmed: string) => ({
      ...{ recordId: N, withdrawnAt: '2026-04-20T09:00:00+08:00', recipient, recipientConfirmedStopAt: confirmed },
    });
    const consents = [withdrawn('RS №1', '2026-04-21T09:00:00+08:00'), withdrawn('LUAR', '2026-04-22T09:00:00+08:00')];
    const { services } = await played({ ...empty, records: [record], consents });
    expect(services.at(/withdraw$/)).toMatchObject([{ body: { recipients: ['RS №1', 'LUAR'] } }]);
    expect(services.at(/^\/stops/)).toMatchObject([
      { path: '/stops/stop of RS №1/confirm', by: keyOf(empty, empty.agencies[1]!), body: {} },
      { path: '/stops/stop of LUAR/confirm', by: keyOf(empty, empty.agencies[0]!), body: { evidence: 'SURAT/PENGHENTIAN' } },
    ]);
  });

  it('go on from what an earlier start has kept', async () => {
    const { commands } = await played({ ...empty, records: [record] });
    const kept = JSON.parse(JSON.stringify(commands.kept())) as ReturnType<PackCommands['kept']>;
    const again = new PackCommands(empty, {} as Api, new StaffList(empty, 'rahasia contoh'), kept);
    expect(again.kept()).toEqual(commands.kept());
  });

  it('give no decision of reconciliation', async () => {
    const command = { at: '2026-04-02', agency: 'POL/71', command: 'ResolveDiscrepancy', because: 'FourEyes', index: 7 };
    const { services, commands } = await played({ ...empty, refusedCommands: [command] });
    expect(commands.refused).toEqual([{ index: 7, refused: false, code: null }]);
    expect(services.asked).toEqual([]);
  });
});
