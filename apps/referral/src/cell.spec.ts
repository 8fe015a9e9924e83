import { HOSPITAL, OTHER_HOSPITAL, POLICE, SECRETARIAT } from '@satualur/contracts/cast';
import type { ServiceCategory } from '@satualur/contracts/codes/services';
import { type AgencyKey, instantOf, msOfInstant, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { ConsentEvent, StopEvent } from '@satualur/contracts/intake/events';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { StoredEvent } from '@satualur/event-store/store';
import fc from 'fast-check';
import { inOf, outOf } from './both-halves';
import { Acts, refusalOf } from './cell.acts';
import { type Asked, holdsPlace, isOpen, jointly, Model, stateOf } from './cell.reference';
import { Cell, ELSEWHERE } from './cell.world';
import { stateOfIn, referralIn, type ReferralInCommand } from './domain/referral-in';
import { referralOut, stateOfOut } from './domain/referral-out';
import { fold } from '@satualur/decider/decider';
import { storedEvents } from './stored-events.world';

const RECIPIENTS = [HOSPITAL, OTHER_HOSPITAL, ELSEWHERE];
const SERVICES: readonly ServiceCategory[] = ['LegalAid', 'Coordination'];
const READERS = [POLICE, HOSPITAL, OTHER_HOSPITAL, SECRETARIAT];
const HOUR = 3_600_000;

class Real {
  readonly cell = new Cell();
  readonly acts = new Acts(this.cell);
  readonly episodes = new Map<Uuid, { id: Uuid; completed: boolean }>();

  read(key: AgencyKey, stream: ReturnType<typeof outOf>): readonly StoredEvent[] {
    return this.cell.agencies
      .get(key)!
      .log.rows(stream)
      .map(({ bytes }) => storedEvents.of(bytes));
  }
  /** Whose store holds the recipient's half. */
  readonly holder = (to: AgencyKey) => (to === ELSEWHERE ? POLICE : to);
  readonly out = ({ id }: Asked) => this.read(POLICE, outOf(id));
  readonly in = ({ id, to }: Asked) => this.read(this.holder(to), inOf(id));
}

interface Picks {
  readonly act: string;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly yes: boolean;
}
type Step = (model: Model, real: Real, picks: Picks) => Promise<void>;

const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % Math.max(from.length, 1)];
const told: Record<string, number> = {};
const saw = (what: string): void => void (told[what] = (told[what] ?? 0) + 1);

async function expectRefusal(act: Promise<unknown>, rule: string | undefined): Promise<void> {
  const refused = await refusalOf(act);
  if (refused !== rule) expect(refused).toBe(rule);
  saw(refused === undefined ? 'done' : refused);
}

const send: Step = async (model, real, { a, b, c, yes }) => {
  const of = a % Math.max(model.cases.length, 1);
  const person = model.cases[of];
  if (!person) return;
  const [to, service] = [pick(RECIPIENTS, b)!, pick(SERVICES, c)!];
  const holding = model.referrals.map((asked) => holdsPlace(real.out(asked), asked.to, real.cell.now));
  const rule = model.refusal(of, to, service, yes, holding);
  const sending = real.acts.send(person.of, { to: to.toUpperCase(), service, legalBasis: yes ? 'Consent' : 'PublicTask' });
  await expectRefusal(sending, rule);
  if (rule === undefined) model.referrals.push({ id: await sending, of, to, service, onConsent: yes });
};

const consent: Step = async (model, real, { a, b, c, yes }) => {
  const person = pick(model.cases, a);
  if (!person) return;
  const recipients = yes ? RECIPIENTS : [pick(RECIPIENTS, b)!];
  const service = pick(SERVICES, c)!;
  await real.acts.grantConsent(person.of, recipients, [service]);
  for (const recipient of recipients) person.consent.set(`${recipient}/${service}`, 'given');
};

const withdrawConsent: Step = async (model, real, { a, b }) => {
  const person = pick(model.cases, a);
  const recipient = pick(RECIPIENTS, b)!;
  const given = [...(person?.consent ?? [])].filter(([key, said]) => key.startsWith(`${recipient}/`) && said === 'given');
  if (!person || given.length === 0) return;
  await real.acts.withdrawConsent(person.of, [recipient]);
  for (const [key] of given) person.consent.set(key, 'withdrawn');
  saw('consent withdrawn');
};

/** The latest withdrawal of consent to this recipient. */
const withdrawalFor = (real: Real, record: Uuid, to: AgencyKey): StoredEvent | undefined =>
  (real.read(POLICE, streamOf('consent', record)) as readonly StoredEvent<ConsentEvent>[]).findLast(
    ({ event }) => event.type === 'ConsentWithdrawn' && event.data.stops.some(({ recipient }) => recipient === to),
  );

const confirmStop: Step = async (model, real, { a, b }) => {
  const [person, recipient] = [pick(model.cases, a), pick([HOSPITAL, OTHER_HOSPITAL], b)!];
  const withdrawal = person && withdrawalFor(real, person.of.record, recipient);
  if (withdrawal) await real.acts.confirmStop(recipient, person.of, withdrawal);
};

/** What the recipient, or the sender's clerk for it, commands; refused exactly where the reference says so. */
const answer =
  (lawful: readonly string[], command: (real: Real) => ReferralInCommand): Step =>
  async (model, real, { a }) => {
    const asked = pick(model.referrals, a);
    if (!asked) return;
    const holder = real.holder(asked.to);
    const known = real.in(asked);
    const state = stateOf(known, asked.to, POLICE);
    const { deadline } = sentOf(real.out(asked));
    const told = command(real);
    const proxy = asked.to === ELSEWHERE && told.type !== 'ConfirmWithdrawal' ? { proxy: { evidence: 'SURAT/1' } } : {};
    const late =
      'at' in told && (state === 'Expired' || (!!state && /^(Sent|Ack)/.test(state) && real.cell.now > msOfInstant(deadline)));
    const confirmed =
      told.type === 'ConfirmWithdrawal' && known.some(({ event }) => event.type === 'ReferralWithdrawalConfirmed');
    const rule = !state
      ? 'referral-unknown'
      : late
        ? 'referral-expired'
        : lawful.includes(state) && !confirmed
          ? undefined
          : 'illegal-transition';
    await expectRefusal(real.acts.in(asked.id, { ...told, ...proxy } as ReferralInCommand, holder), rule);
  };

const bySender =
  (lawful: readonly string[], type: 'WithdrawReferral' | 'TerminateReferral'): Step =>
  async (model, real, { a }) => {
    const asked = pick(model.referrals, a);
    if (!asked) return;
    const state = stateOf(real.out(asked), POLICE, asked.to)!;
    const act = real.acts.out(asked.id, { type, reason: 'MovedAway' });
    await expectRefusal(act, lawful.includes(state) ? undefined : 'illegal-transition');
  };

const serve: Step = async (model, real, { a }) => {
  const asked = pick(model.referrals, a);
  if (!asked) return;
  const state = stateOf(real.in(asked), asked.to, POLICE);
  const episode = real.episodes.get(asked.id);
  const holder = real.holder(asked.to);
  if (!episode && state === 'Accepted') {
    const id = real.cell.ids.next();
    real.episodes.set(asked.id, { id, completed: false });
    await real.acts.serve(holder, asked.id, id, { type: 'ServiceStarted', data: { service: asked.service } as never });
  } else if (episode && !episode.completed) {
    episode.completed = true;
    await real.acts.serve(holder, asked.id, episode.id, { type: 'ServiceCompleted', data: { outcome: 'GoalsMet' } as never });
  }
};

const steps: Record<string, Step> = {
  register: async (model, { acts }, { yes }) => {
    if (model.cases.length >= 3) return;
    const of = yes ? await acts.register() : await acts.registerOnly();
    model.cases.push({ of, voided: false, consent: new Map(), basis: yes ? 'recorded' : 'none' });
  },
  basis: async (model, real, { a, yes }) => {
    const person = pick(model.cases, a);
    if (!person) return;
    await real.acts.recordBasis(person.of, yes ? {} : { until: instantOf(real.cell.now - 1) });
    person.basis = yes ? 'recorded' : 'ended';
  },
  void: async (model, real, { a }) => {
    const person = pick(model.cases, a);
    if (!person || person.voided) return;
    await real.acts.voidRecord(person.of);
    person.voided = true;
  },
  send,
  consent,
  'withdraw-consent': withdrawConsent,
  'confirm-stop': confirmStop,
  acknowledge: answer(['Sent'], ({ acts: { at } }) => ({ type: 'AcknowledgeReferral', at })),
  accept: answer(['Sent', 'Acknowledged'], ({ acts: { at } }) => ({ type: 'AcceptReferral', at })),
  reject: answer(['Sent', 'Acknowledged'], ({ acts: { at } }) => ({ type: 'RejectReferral', at, reason: 'Unsafe' })),
  'confirm-withdrawal': answer(['Withdrawn'], () => ({ type: 'ConfirmWithdrawal' })),
  'give-up': answer(['Accepted', 'InService'], () => ({ type: 'TerminateReferral', reason: 'NoShow' })),
  withdraw: bySender(['Sent', 'Acknowledged'], 'WithdrawReferral'),
  terminate: bySender(['Accepted', 'InService'], 'TerminateReferral'),
  serve,
  deliver: async (_model, { cell }, { a, b, yes }) => void (await cell.deliver(pick(READERS, a)!, pick(READERS, b)!, yes)),
  'deliver-much': async (_model, { cell }, { a, b, c, yes }) => {
    for (let n = 0; n <= c; n++) await cell.deliver(pick(READERS, a)!, pick(READERS, b)!, yes);
  },
  fire: async (_model, { cell }, { a }) => void (await cell.fire(pick(READERS, a)!)),
  wait: async (_model, { cell }, { a, b }) => void (cell.now += a * b * 4 * HOUR),
};

class Do implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly picks: Picks) {}
  check = () => true;
  run = (model: Model, real: Real) => steps[this.picks.act]!(model, real, this.picks);
  toString = () => `${this.picks.act}(${[this.picks.a, this.picks.b, this.picks.c, this.picks.yes].join()})`;
}

type Out = Extract<ReferralOutEvent, { type: 'ReferralSent' }>;
const sentOf = (events: readonly StoredEvent[]): Out['data'] =>
  (events.find(({ event }) => event.type === 'ReferralSent')!.event as Out).data;

/** Consent carried every sending that rests on it, at its own place among what the person said. */
function checkConsent(model: Model, real: Real, asked: Asked): void {
  const { record } = model.cases[asked.of]!.of;
  const sending = real.out(asked)[0]!;
  const said = real.read(POLICE, streamOf('consent', record)) as readonly StoredEvent<ConsentEvent>[];
  const about = said.filter(({ event }) =>
    event.type === 'ConsentGranted'
      ? event.data.recipients.includes(asked.to) && event.data.purposes.includes(asked.service)
      : event.type === 'ConsentWithdrawn' && event.data.stops.some(({ recipient }) => recipient === asked.to),
  );
  if (asked.onConsent) expect(about.filter(({ hlc }) => hlc < sending.hlc).at(-1)?.event.type).toBe('ConsentGranted');
  const withdrawn = about.some(({ event, hlc }) => event.type === 'ConsentWithdrawn' && hlc > sending.hlc);
  checkGrant(real, asked, asked.onConsent && withdrawn);
  const state = jointly(real.out(asked), real.in(asked), asked.to);
  if (asked.onConsent && withdrawn) expect(state).not.toMatch(/^(Sent|Acknowledged)$/);
}

function checkGrant(real: Real, { id, to }: Asked, revoked: boolean): void {
  const { log } = real.cell.agencies.get(POLICE)!;
  const grant = [...log.claims].find(([key]) => key === JSON.stringify(['grant', id]))?.[1];
  const types = grant ? real.read(POLICE, grant).map(({ event }) => event.type) : [];
  expect(types).toEqual(to === ELSEWHERE ? [] : revoked ? ['KeysGranted', 'KeysRevoked'] : ['KeysGranted']);
}

/** What was being done on a consent ended with the confirmation that it stopped; what came on a newer one did not. */
function checkStops(model: Model, real: Real, asked: Asked): void {
  if (!asked.onConsent || asked.to === ELSEWHERE) return;
  const { subject } = model.cases[asked.of]!.of;
  const { log } = real.cell.agencies.get(asked.to)!;
  const stops = [...log.streams.keys()]
    .filter((stream) => stream.startsWith('stop-'))
    .map((stream) => real.read(asked.to, stream));
  const sending = real.out(asked)[0]!;
  const acceptance = real.in(asked).find(({ event }) => event.type === 'ReferralAccepted');
  const ended = stops.some(([requested, confirmed]) => {
    const { data } = requested!.event as Extract<StopEvent, { type: 'StopRequested' }>;
    return data.subject === subject && data.hlc > sending.hlc && acceptance && confirmed!.hlc > acceptance.hlc;
  });
  if (ended) expect(isOpen(jointly(real.out(asked), real.in(asked), asked.to))).toBe(false);
}

/** Both halves, their folds, the rows and the joint view say the same. */
function checkHalves(real: Real, asked: Asked, caseid: string): void {
  const [out, incoming] = [real.out(asked), real.in(asked)];
  const state = jointly(out, incoming, asked.to);
  const halves = [
    stateOfOut(
      fold(
        referralOut,
        out.map(({ event }) => event as ReferralOutEvent),
      ),
    ),
    stateOfIn(
      fold(
        referralIn,
        incoming.map(({ event }) => event as ReferralInEvent),
      ),
    ),
  ];
  const rows = [POLICE, real.holder(asked.to)].flatMap((key) => real.cell.rowsOf(key)).filter(({ id }) => id === asked.id);
  expect([...halves, ...rows.map((row) => row.state)]).toEqual([state, state, ...rows.map(() => state)]);
  expect(state).not.toMatch(/^(Sent|Acknowledged)$/);
  expect([...out, ...incoming].filter(({ envelope }) => envelope.caseid !== caseid)).toEqual([]);
  saw(state);
}

async function checkAtRest(model: Model, real: Real): Promise<void> {
  await real.cell.passTo(real.cell.now + 80 * HOUR);
  await real.cell.settle();
  for (const asked of model.referrals) {
    checkHalves(real, asked, model.cases[asked.of]!.of.caseid);
    checkConsent(model, real, asked);
    checkStops(model, real, asked);
  }
}

const small = fc.nat({ max: 5 });
const acts = (weight: number, ...names: string[]) => ({
  weight,
  arbitrary: fc
    .record({ act: fc.constantFrom(...names), a: small, b: small, c: small, yes: fc.boolean() })
    .map((picks) => new Do(picks)),
});
const doing = fc.oneof(
  acts(2, 'register'),
  acts(4, 'send'),
  acts(3, 'consent'),
  acts(1, 'withdraw-consent', 'confirm-stop', 'void', 'basis'),
  acts(5, 'acknowledge', 'accept', 'reject', 'serve', 'serve'),
  acts(2, 'withdraw', 'terminate', 'give-up', 'confirm-withdrawal'),
  acts(8, 'deliver', 'deliver-much', 'deliver-much'),
  acts(2, 'wait', 'fire'),
);

const RUNS = Number(process.env['MODEL_RUNS'] ?? 2_000);

describe('cases, referrals, consent and grants', () => {
  it(
    'do what a small model says, whatever the network does',
    () =>
      fc.assert(
        fc.asyncProperty(fc.commands([doing], { maxCommands: 60, size: 'max' }), async (commands) => {
          const [model, real] = [new Model(), new Real()];
          await fc.asyncModelRun(
            () => ({ model, real }),
            [new Do({ act: 'register', a: 0, b: 0, c: 0, yes: true }), ...commands],
          );
          await checkAtRest(model, real);
        }),
        { numRuns: RUNS },
      ),
    280_000,
  );

  it.each([
    ...['consent withdrawn', 'consent-missing', 'consent-withdrawn', 'duplicate-open', 'record-voided', 'illegal-transition'],
    ...['legal-basis-missing', 'legal-basis-not-in-force'],
    ...['referral-expired', 'referral-unknown', 'Rejected', 'Expired', 'Withdrawn', 'Terminated', 'Completed', 'InService'],
  ])('have met: %s', (what) => expect(told[what] ?? 0).toBeGreaterThan(0));
});
