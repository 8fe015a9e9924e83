import { type Answer, Api, type Service, type Staff } from './api';
import { DemoRounds, type Quiet } from './demo-rounds';

const LOG = 'polda-63';
const RESTING: Quiet = {
  ...{ process: 'first', logs: {}, written: {}, applied: [], opening: 0, awaited: 0, nextDue: null },
};
/** Ten events stand in the log, of which intake wrote two since it started. */
const INTAKE: Quiet = {
  ...RESTING,
  logs: { [LOG]: { sealed: 10, relayed: 10, marked: 10, addressed: { 'rs-6371': 9 } } },
  written: { [LOG]: 2 },
  applied: [
    { reader: 'own-log', agency: LOG, log: LOG, seq: 10 },
    { reader: 'inbox', agency: 'rs-6371', log: LOG, seq: 9 },
  ],
};

/** Services that say what they are told to; counts the rounds that made them settle. */
class SaidApi extends Api {
  readonly says: Partial<Record<Service, readonly Quiet[]>> = {};
  settled = 0;
  asked = 0;

  constructor() {
    super({} as Record<Service, string>, '');
  }

  override async get(service: Service, path: string): Promise<Answer> {
    if (service === 'intake') this.asked++;
    if (service === 'intake' && path.endsWith('?settled=true')) this.settled++;
    const [now = RESTING, ...later] = this.says[service] ?? [];
    if (later.length > 0) this.says[service] = later;
    return { status: 200, body: now as unknown as Record<string, unknown> };
  }
}

const staff = {} as Staff;
const intake = (more: Partial<Quiet> = {}): Quiet => ({ ...INTAKE, ...more });
const log = (more: Partial<Quiet['logs'][string]>): Quiet['logs'] => ({ [LOG]: { ...INTAKE.logs[LOG]!, ...more } });

describe('rest, told from counts', () => {
  const counted = async () => {
    const api = new SaidApi();
    api.says.intake = [intake()];
    const rounds = new DemoRounds(api, staff);
    await rounds.quiet();
    Object.assign(api, { settled: 0, asked: 0 });
    return { api, rounds };
  };

  it('is counted once by rounds that make every log settle, and then found in one round without', async () => {
    const { api, rounds } = await counted();
    api.says.intake = [
      intake({
        written: { [LOG]: 3 },
        logs: log({ sealed: 11, relayed: 11 }),
        applied: at(11, 9),
        nextDue: '2026-02-04T01:00:00Z',
      }),
    ];
    expect(await rounds.quick()).toBe(Date.parse('2026-02-04T01:00:00Z'));
    expect(api).toMatchObject({ settled: 0, asked: 1 });
  });

  it.each<[string, Partial<Quiet>]>([
    ['an event committed and not sealed', { written: { [LOG]: 3 } }],
    ['an event sealed and not relayed', { written: { [LOG]: 3 }, logs: log({ sealed: 11 }), applied: at(11, 9) }],
    ['an own log not read to its head', { applied: at(9, 9) }],
    ['an inbox behind what was addressed to it', { applied: at(10, 8) }],
    [
      'an inbox that has met no event of a log yet',
      { applied: [{ reader: 'own-log', agency: 'rs-6371', log: 'rs-6371', seq: 0 }] },
    ],
    ['keys announced and not taken in', { awaited: 1 }],
    ['an agency not open yet', { opening: 1 }],
  ])('waits for %s', async (_, moving) => {
    const { api, rounds } = await counted();
    api.says.intake = [intake(moving), intake(moving), intake()];
    await rounds.quick();
    expect(api).toMatchObject({ settled: 0, asked: 3 });
  });

  it('waits for what another service wrote to the log', async () => {
    const { api, rounds } = await counted();
    api.says.referral = [{ ...RESTING, written: { [LOG]: 1 } }];
    api.says.intake = [intake(), intake({ logs: log({ sealed: 11, relayed: 11 }), applied: at(11, 9) })];
    await rounds.quick();
    expect(api.asked).toBe(2);
  });

  it('is counted anew when a service started again: what its old process wrote may be as many as what is on its way', async () => {
    const { api, rounds } = await counted();
    api.says.referral = [{ ...RESTING, process: 'second' }];
    await rounds.quick();
    expect(api.settled).toBeGreaterThan(0);
  });
});

function at(own: number, inbox: number): Quiet['applied'] {
  return [
    { reader: 'own-log', agency: LOG, log: LOG, seq: own },
    { reader: 'inbox', agency: 'rs-6371', log: LOG, seq: inbox },
  ];
}
