import { type Answer, Api, type Service, type Staff } from './api';
import { DemoRounds, type Quiet, type Rest } from './demo-rounds';

const LOG = 'polda-63';
const RESTING: Quiet = {
  ...{ process: 'first', logs: {}, written: {}, applied: [], opening: 0, awaited: 0, nextDue: null },
};
/** Ten events stand in the log, of which intake wrote two since it started. */
const INTAKE: Quiet = {
  ...RESTING,
  logs: { [LOG]: { sealed: 10, relayed: 10, marked: 10, addressed: {} } },
  written: { [LOG]: 2 },
  applied: [{ reader: 'own-log', agency: LOG, log: LOG, seq: 10 }],
};
const REST: Rest = { process: 'first', rest: true, written: {}, nextDue: null, heads: {} };
const intake = (sealed: number, more: Partial<Rest> = {}): Rest => ({
  ...{ ...REST, written: { [LOG]: 2 }, heads: { [LOG]: { sealed, addressed: {} } } },
  ...more,
});

/** Services that say what they are told to; notes what they were asked. */
class SaidApi extends Api {
  readonly says: Partial<Record<Service, readonly Rest[]>> = { intake: [intake(10)] };
  readonly asked: [Service, object][] = [];
  settled = 0;

  constructor() {
    super({} as Record<Service, string>, '');
  }

  override async get(service: Service): Promise<Answer> {
    if (service === 'intake') this.settled++;
    return { status: 200, body: (service === 'intake' ? INTAKE : RESTING) as unknown as Record<string, unknown> };
  }

  override async post(service: Service, _path: string, _staff: Staff, _key: string, body: object): Promise<Answer> {
    this.asked.push([service, body]);
    const [now = REST, ...later] = this.says[service] ?? [];
    if (later.length > 0) this.says[service] = later;
    return { status: 200, body: now as unknown as Record<string, unknown> };
  }

  askedOf(service: Service): object[] {
    return this.asked.flatMap(([of, body]) => (of === service ? [body] : []));
  }
}

async function counted(): Promise<{ api: SaidApi; rounds: DemoRounds }> {
  const api = new SaidApi();
  const rounds = new DemoRounds(api, {} as Staff);
  await rounds.quiet();
  api.settled = 0;
  return { api, rounds };
}

describe('rest, told from counts', () => {
  it('is counted once by rounds that make every log settle, and then found without', async () => {
    const { api, rounds } = await counted();
    api.says.intake = [intake(10, { nextDue: '2026-02-04T01:00:00Z' })];
    expect(await rounds.quick()).toBe(Date.parse('2026-02-04T01:00:00Z'));
    expect(api.settled).toBe(0);
    expect(api.askedOf('intake')).toEqual([{ others: { [LOG]: 8 } }]);
  });

  it('tells the keeper of the logs what the others wrote, and them how far they are to read', async () => {
    const { api, rounds } = await counted();
    api.says.referral = [{ ...REST, written: { [LOG]: 1 } }];
    api.says.intake = [intake(11)];
    await rounds.quick();
    expect(api.askedOf('intake')).toEqual([{ others: { [LOG]: 9 } }]);
    expect(api.askedOf('referral')).toEqual([{}, { heads: { [LOG]: { sealed: 11, addressed: {} } } }]);
  });

  it.each<[string, Service, readonly Rest[]]>([
    ['the keeper of the logs', 'intake', [intake(10, { rest: false }), intake(10)]],
    ['a reader of them', 'victim-services', [REST, { ...REST, rest: false }, REST]],
    ['what was written since the keeper was asked', 'referral', [REST, { ...REST, written: { [LOG]: 1 } }]],
  ])('waits for %s', async (_, service, said) => {
    const { api, rounds } = await counted();
    api.says[service] = said;
    await rounds.quick();
    expect(api.settled).toBe(0);
    expect(api.askedOf('intake')).toHaveLength(2);
  });

  it('is counted anew when a service started again: what its old process wrote may be as many as what is on its way', async () => {
    const { api, rounds } = await counted();
    api.says.referral = [{ ...REST, process: 'second' }];
    await rounds.quick();
    expect(api.settled).toBeGreaterThan(0);
  });
});
