import { CASE, HOSPITAL, OTHER_HOSPITAL } from '@satualur/contracts/cast';
import { msOfInstant } from '@satualur/contracts/ids';
import { joint } from '@satualur/contracts/referral/joint';
import { RuleViolation } from '@satualur/decider/decider';
import { HybridClock } from '@satualur/event-store/clock';
import fc from 'fast-check';
import { decisionOf, referenceFlags, referenceState } from './halves.reference';
import { type Exchange, type Half, World } from './halves.world';
import { stateOfIn } from './referral-in';
import { nextDue, stateOfOut } from './referral-out';

type Act =
  | 'fire'
  | 'withdraw'
  | 'terminate'
  | 'reroute'
  | 'acknowledge'
  | 'accept'
  | 'reject'
  | 'confirm'
  | 'give-up'
  | 'start'
  | 'complete'
  | 'read-own-log'
  | 'deliver';
type Action =
  | { readonly act: 'wait'; readonly ms: number }
  | { readonly act: 'wait-for-a-limit'; readonly pick: number; readonly ms: number }
  /** `again`: it will come once more; `crash`: the reaction dies before its append. */
  | { readonly act: Act; readonly referral: number; readonly pick: number; readonly again: boolean; readonly crash: boolean };

/** A person's command: refused exactly where the reference, over what this side was told, says so. */
function attempt(lawful: boolean, command: () => void): void {
  let refused: unknown;
  try {
    command();
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    refused = error.rule;
  }
  if (lawful === (refused !== undefined)) throw new Error(lawful ? `refused by ${String(refused)}` : 'not refused');
}

function waitForALimit(world: World, pick: number, ms: number): void {
  const limits = world.exchanges.flatMap((exchange) => {
    const { acknowledgeBy, deadline, expireAt } = world.sender(exchange).sent!;
    return [acknowledgeBy, deadline, deadline, expireAt].map(msOfInstant);
  });
  world.now = Math.max(world.now, limits[pick % limits.length]! + ms);
}

function perform(world: World, action: Action): void {
  if (action.act === 'wait') world.now += action.ms;
  else if (action.act === 'wait-for-a-limit') waitForALimit(world, action.pick, action.ms);
  else act(world, world.exchanges[action.referral % world.exchanges.length]!, action);
}

function act(world: World, exchange: Exchange, { act: what, pick, again, crash }: Extract<Action, { act: Act }>): void {
  const atSender = referenceState(world.knownTo(exchange, 'sender'));
  const atRecipient = exchange.incoming.length > 0 ? referenceState(world.knownTo(exchange, 'recipient')) : undefined;
  const inTime = msOfInstant(world.sender(exchange).sent!.deadline) >= world.physical(exchange.to);
  const open = (atRecipient === 'Sent' || atRecipient === 'Acknowledged') && inTime;
  const at = world.at(exchange.to);
  const confirmed = exchange.incoming.some(({ type }) => type === 'ReferralWithdrawalConfirmed');
  const acts: Record<Act, () => void> = {
    deliver: () => crash || world.deliver(exchange, pick, again),
    'read-own-log': () => crash || world.readOwnLog(exchange, again),
    fire: () => world.fire(exchange),
    withdraw: () =>
      attempt(atSender === 'Sent' || atSender === 'Acknowledged', () =>
        world.asSender(exchange, { type: 'WithdrawReferral', reason: 'VictimDeclined' }),
      ),
    terminate: () =>
      attempt(atSender === 'Accepted' || atSender === 'InService', () =>
        world.asSender(exchange, { type: 'TerminateReferral', reason: 'NoShow' }),
      ),
    reroute: () => {
      const to = pick % 3 === 0 ? HOSPITAL : OTHER_HOSPITAL;
      const few = world.exchanges.length < 4;
      if (few) attempt(['Rejected', 'Expired', 'Withdrawn'].includes(atSender), () => world.open(to, exchange));
    },
    acknowledge: () =>
      attempt(open && atRecipient === 'Sent', () => world.asRecipient(exchange, { type: 'AcknowledgeReferral', at })),
    accept: () => attempt(open, () => world.asRecipient(exchange, { type: 'AcceptReferral', at })),
    reject: () => attempt(open, () => world.asRecipient(exchange, { type: 'RejectReferral', reason: 'CapacityFull', at })),
    confirm: () =>
      attempt(atRecipient === 'Withdrawn' && !confirmed, () => world.asRecipient(exchange, { type: 'ConfirmWithdrawal' })),
    'give-up': () =>
      attempt(atRecipient === 'Accepted' || atRecipient === 'InService', () =>
        world.asRecipient(exchange, { type: 'TerminateReferral', reason: 'MovedAway' }),
      ),
    start: () => {
      if (atRecipient === 'Accepted' && exchange.episode === 'none') world.serve(exchange, 'NoteServiceStarted');
    },
    complete: () => {
      if (exchange.episode === 'running') world.serve(exchange, 'NoteServiceCompleted');
    },
  };
  acts[what]();
}

/** Each half says what the reference makes of what it was told, and the joint view what it makes of everything. */
function checkEveryInstant(world: World): void {
  for (const exchange of world.exchanges) {
    const { out, incoming } = exchange;
    const all = world.knownTo(exchange, 'all');
    const { state, overdue, serviceOverdue, escalated } = joint(out, incoming)!;
    const flags = referenceFlags(all);
    const atRecipient = incoming.length > 0 ? referenceState(world.knownTo(exchange, 'recipient')) : undefined;
    const said = [
      ...[stateOfOut(world.sender(exchange)), stateOfIn(world.recipient(exchange)), state],
      ...[overdue, serviceOverdue, escalated],
    ];
    const due = [
      referenceState(world.knownTo(exchange, 'sender')),
      atRecipient,
      referenceState(all),
      flags.overdue,
      flags.serviceOverdue,
      flags.escalated,
    ];
    if (said.join() !== due.join()) expect(said).toEqual(due);
  }
}

const races = new Map<string, number>();
const saw = (race: string, times = 1) => races.set(race, (races.get(race) ?? 0) + times);

const countOf = ({ out, incoming }: Exchange, type: Half['type']) =>
  [...out, ...incoming].filter((event) => event.type === type).length;

function checkRaces(exchange: Exchange, won: boolean): void {
  const count = (type: Half['type']) => countOf(exchange, type);
  const [accepted, expired, withdrawn] = [
    count('ReferralAccepted') > 0,
    count('ReferralExpired'),
    count('ReferralWithdrawn') > 0,
  ];
  const ended = count('ReferralTerminatedBySender') + count('ReferralTerminatedByRecipient') + count('ReferralCompleted');
  expect(count('ReferralExpiryRevoked')).toBe(won ? expired : 0);
  if (won && withdrawn) expect(ended).toBeGreaterThan(0);
  if (expired && accepted) saw(won ? 'acceptance beats expiry' : 'expiry beats acceptance');
  if (withdrawn && accepted) saw(won ? 'acceptance beats withdrawal' : 'withdrawal beats acceptance');
  if (expired && count('ReferralRejected')) saw('rejection and expiry');
  if (count('ReferralTerminatedBySender') && count('ReferralCompleted')) saw('termination and completion');
}

const uniqueKey = (event: Half): string => {
  const { answer, notice, hlc, because, by } = event.data as Partial<
    Record<'answer' | 'notice' | 'hlc' | 'because' | 'by', string>
  >;
  const noted = answer || notice ? hlc : undefined;
  return [event.type, noted, because, by].join();
};

function checkOnce({ out, incoming }: Exchange): void {
  const keys = [...out, ...incoming].map(uniqueKey);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  const [sent] = out;
  const deadline = sent?.type === 'ReferralSent' ? sent.data.deadline : undefined;
  const decisions = incoming.filter(({ type }) => type === 'ReferralAccepted' || type === 'ReferralRejected');
  expect(decisions.length).toBeLessThanOrEqual(1);
  for (const { time } of decisions) expect(time <= deadline!).toBe(true);
  for (const event of out) if (event.type === 'ReferralExpired') expect(event.time).toBe(deadline);
  expect([...out, ...incoming].filter(({ caseid }) => caseid !== CASE)).toEqual([]);
}

function checkAtRest(world: World): void {
  for (const exchange of world.exchanges) {
    const all = world.knownTo(exchange, 'all');
    const state = referenceState(all);
    const said = [
      stateOfOut(world.sender(exchange)),
      stateOfIn(world.recipient(exchange)),
      joint(exchange.out, exchange.incoming)!.state,
    ];
    expect(said).toEqual([state, state, state]);
    expect(state).not.toMatch(/^(Sent|Acknowledged)$/);
    expect(nextDue(world.sender(exchange))).toBeNull();
    checkRaces(exchange, decisionOf(all)?.event.type === 'ReferralAccepted');
    checkOnce(exchange);
  }
  if (world.duplicatesEnded > 0) saw('a duplicate ended', world.duplicatesEnded);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const pick = fc.nat({ max: 11 });
const one = (what: fc.Arbitrary<Act>, which = fc.nat({ max: 3 })): fc.Arbitrary<Action> =>
  fc.record({ act: what, referral: which, pick, again: fc.boolean(), crash: fc.nat({ max: 5 }).map((n) => n === 0) });
const anyOf = (...acts: Act[]) => one(fc.constantFrom(...acts));
const moment: fc.Arbitrary<Action> = fc.record({ act: fc.constant('wait'), ms: fc.nat({ max: MINUTE }) });
const wait: fc.Arbitrary<Action> = fc.record({ act: fc.constant('wait'), ms: fc.nat({ max: 30 * HOUR }) });
const limit: fc.Arbitrary<Action> = fc.record({
  act: fc.constant('wait-for-a-limit'),
  pick,
  ms: fc.integer({ min: -MINUTE, max: MINUTE }),
});
const deliver = anyOf('deliver');
const first = (what: Act, referral: number): fc.Arbitrary<Action> =>
  fc.constant({ act: what, referral, pick: 0, again: false, crash: false });
const DEADLINE = 1;
/** A slow recipient hears of the reroute before it hears of the expiry: its readings pass that of the expiry, its clock does not. */
const slowRecipient = fc.tuple(
  first('deliver', 0),
  fc.record({ act: fc.constant('wait-for-a-limit' as const), pick: fc.constant(DEADLINE), ms: fc.nat({ max: 30_000 }) }),
  ...[first('fire', 0), first('fire', 0), first('reroute', 0), first('deliver', 1), first('accept', 0)],
);
const answer = anyOf('acknowledge', 'accept', 'accept', 'reject');

/** Runs of acts that lead to the races; what stands between them is left to chance. */
const motif = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(deliver) },
  { weight: 3, arbitrary: fc.tuple(deliver, answer) },
  { weight: 1, arbitrary: fc.tuple(wait) },
  { weight: 2, arbitrary: fc.tuple(limit, anyOf('fire', 'accept', 'reject'), moment, anyOf('fire', 'accept', 'reject')) },
  { weight: 2, arbitrary: fc.tuple(anyOf('fire'), anyOf('fire'), anyOf('reroute'), deliver, answer) },
  { weight: 2, arbitrary: fc.tuple(anyOf('accept', 'withdraw'), moment, anyOf('accept', 'withdraw')) },
  {
    weight: 2,
    arbitrary: fc.tuple(anyOf('start'), anyOf('read-own-log'), anyOf('complete', 'terminate'), anyOf('read-own-log')),
  },
  { weight: 1, arbitrary: fc.tuple(anyOf('terminate', 'give-up', 'confirm', 'reroute')) },
) as fc.Arbitrary<Action[]>;

/** Physical clocks at most 60 s apart: the distance up to which a remote reading moves one's own. */
const skew = fc.integer({ min: -30_000, max: 30_000 });
const setting = fc.record({ skews: fc.tuple(skew, skew, skew), graceHours: fc.constantFrom(0, 0, 2) });
const opening: fc.Arbitrary<readonly Action[]> = fc.oneof(
  { weight: 9, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: slowRecipient },
);
const actions = fc
  .tuple(opening, fc.array(motif, { minLength: 6, maxLength: 24, size: 'max' }))
  .map(([start, motifs]) => [...start, ...motifs.flat()]);

describe('both halves of a referral', () => {
  it('agree with the joint state table, whatever the network, the clocks and crashes do', () => {
    fc.assert(
      fc.property(setting, actions, (given, happening) => {
        const world = new World(given, (physical) => new HybridClock({ now: physical }));
        for (const action of happening) {
          perform(world, action);
          checkEveryInstant(world);
        }
        world.settleDown();
        checkAtRest(world);
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  it.each([
    'acceptance beats expiry',
    'expiry beats acceptance',
    'acceptance beats withdrawal',
    'withdrawal beats acceptance',
    'rejection and expiry',
    'termination and completion',
    'a duplicate ended',
  ])('have met in a race: %s', (race) => expect(races.get(race) ?? 0).toBeGreaterThan(0));
});
