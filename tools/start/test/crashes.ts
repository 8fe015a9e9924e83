import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, Api, type Service, type Staff } from '../src/api';
import { type Pack, readPack } from '../src/pack';
import type { Played } from '../src/player';
import { expectOneDigest } from './digest';
import { expectedCases, expectTimelines, statesAt } from './played-pack';
import { PACK_FILE, type WholeStack } from './whole-stack';

/** A crash at the `nth` command to this service whose path fits; `when` the request is `under way`, or as soon as it is `answered`. */
interface Crash {
  readonly service: Service;
  readonly path: RegExp;
  readonly nth: number;
  readonly when: 'under way' | 'answered';
  /** Whose process is killed. */
  readonly kills: readonly Service[];
  /** How long a request under way goes on, in milliseconds: another phase of it each time. */
  readonly after?: number;
}

const CRASHES: readonly Crash[] = [
  { service: 'intake', path: /^\/records$/, nth: 1, when: 'under way', kills: ['intake'], after: 8 },
  { service: 'referral', path: /^\/referrals$/, nth: 1, when: 'answered', kills: ['intake'] },
  { service: 'referral', path: /acknowledge$/, nth: 1, when: 'under way', kills: ['referral'], after: 4 },
  { service: 'referral', path: /accept$/, nth: 1, when: 'answered', kills: ['referral', 'intake'] },
  { service: 'victim-services', path: /^\/episodes$/, nth: 1, when: 'answered', kills: ['victim-services', 'timeline'] },
  { service: 'referral', path: /^\/referrals$/, nth: 3, when: 'under way', kills: ['referral'], after: 16 },
  { service: 'referral', path: /^\/demo\/fire$/, nth: 1, when: 'under way', kills: ['referral'], after: 2 },
  { service: 'referral', path: /^\/demo\/fire$/, nth: 3, when: 'answered', kills: ['referral', 'intake'] },
];
const PATIENCE_MS = 60_000;

/** A client as there must be: asks again under the same key until it is answered. Kills services as planned on its way. */
class StubbornApi extends Api {
  readonly killed: Service[] = [];
  private readonly planned = new Set(CRASHES);
  private readonly counts = new Map<Crash, number>();
  private readonly down = new Map<Service, Promise<void>>();
  private clock: object = {};

  constructor(
    private readonly whole: WholeStack,
    tokenEndpoint: string,
  ) {
    super(whole.services.addresses, tokenEndpoint);
  }

  override async post(service: Service, path: string, staff: Staff, key: string, body: object): Promise<Answer> {
    if (path === '/demo/clock') this.clock = body;
    const crash = this.crashAt(service, path);
    const answered = this.stubborn(service, () => super.post(service, path, staff, key, body));
    if (crash?.when === 'under way') await sleep(crash.after).then(() => this.kill(crash.kills));
    const answer = await answered;
    if (crash?.when === 'answered') void this.kill(crash.kills);
    return answer;
  }

  override get(service: Service, path: string, staff: Staff): Promise<Answer> {
    return this.stubborn(service, () => super.get(service, path, staff));
  }

  private crashAt(service: Service, path: string): Crash | undefined {
    const fitting = [...this.planned].filter((crash) => crash.service === service && crash.path.test(path));
    for (const crash of fitting) this.counts.set(crash, (this.counts.get(crash) ?? 0) + 1);
    const due = fitting.find((crash) => this.counts.get(crash) === crash.nth);
    if (due) this.planned.delete(due);
    return due;
  }

  private async stubborn(service: Service, ask: () => Promise<Answer>): Promise<Answer> {
    for (const patience = Date.now() + PATIENCE_MS; ; await sleep(50)) {
      await this.down.get(service);
      const outcome = await ask().then(
        (answer) => ({ answer, again: answer.status === 503 }),
        (error: unknown) => ({ error, again: true }),
      );
      if (outcome.again && Date.now() < patience) continue;
      if ('error' in outcome) throw outcome.error;
      return outcome.answer;
    }
  }

  /** SIGKILL, start again, and the clock where all others stand. */
  private async kill(services: readonly Service[]): Promise<void> {
    const back = services.map(async (service) => {
      await this.whole.services.process(service).kill();
      this.killed.push(service);
      await this.whole.services.again(service);
      const { secretariat } = this.whole.staff;
      const set = await super.post(service, '/demo/clock', secretariat, `clock ${this.killed.length}`, this.clock);
      if (set.status !== 200) throw new Error(`${service} answered ${set.status} to its clock`);
    });
    services.forEach((service, index) => this.down.set(service, back[index]!));
    await Promise.all(back);
  }
}

/** The same story a year later, under other numbers. */
export const aYearLater = (text: string): string => text.replaceAll('2026', '2027').replaceAll(/\b(R|F|SA)-0/g, '$1-7');

function packAYearLater(): Pack {
  const pack = readPack(PACK_FILE, ['S3', 'S1']);
  return { ...(JSON.parse(aYearLater(JSON.stringify(pack))) as Pack), ...(pack.pack !== undefined && { pack: pack.pack }) };
}

/** The persons are those of a year before: at each registration the agency is told so, which is a search. */
const KNOWN_BY_NOW = 'platform.RecordSearched';

/** Services killed with -9 while the pack is played: their stores, Kafka and what the client holds are all that is left of them. */
export function crashes(given: () => WholeStack, firstPlay: () => Readonly<Record<string, number>>): void {
  const pack = packAYearLater();
  let played: Played;
  let api: StubbornApi;
  let before: Readonly<Record<string, number>>;
  beforeAll(async () => {
    const { issuer, stores, passTime, play } = given();
    await passTime(Date.parse('2026-12-31T00:00:00+08:00'));
    before = await stores.kinds();
    api = new StubbornApi(given(), `${issuer}/token`);
    played = await play(pack, api);
  }, 300_000);

  it('were as many as planned', () => {
    expect(api.killed.sort()).toEqual(CRASHES.flatMap(({ kills }) => kills).sort());
    expect(given().ended.toSorted()).toEqual(api.killed);
  });

  it('lose nothing and do nothing twice: every timeline is the one written by hand', () =>
    expectTimelines(given(), played, expectedCases(aYearLater)));

  it('leave the same events in every store as the play without them', async () => {
    const after = await given().stores.kinds();
    const added = Object.entries(after).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const);
    const expected = added.filter(([kind, count]) => count !== 0 && !kind.includes(KNOWN_BY_NOW));
    expect(Object.fromEntries(expected)).toEqual(firstPlay());
  });

  it('change no state and no refusal', async () => {
    expect(played.refused).toEqual([{ index: 0, refused: true, code: 'REFERRAL_EXPIRED' }]);
    const stated = pack.referrals.map(({ referralId, statusAtB }) => [referralId, statusAtB]);
    expect(await statesAt(given(), played, pack.asOf.B)).toEqual(Object.fromEntries(stated));
  });

  it('leave one digest: live, rebuilt, and folded from the logs in Kafka alone', () => expectOneDigest(given()));
}
