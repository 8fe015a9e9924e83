import { at, SECRETARIAT } from '@satualur/contracts/cast';
import type { Instant } from '@satualur/contracts/ids';
import { slaPolicy, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { defaultAfterCare, defaultLimits, type Limit, LimitName, limitOf } from '@satualur/contracts/registry/limits';
import { scenario } from '@satualur/decider/testing';
import { changeSlaPolicy } from './registry.builders';
import { slaPolicies, type SlaPolicyRule } from './sla-policy';

const { given, refuses } = scenario(slaPolicies);

/** What the policy of the pack leaves out; the emergency's hour too, since it states none. */
const { AcknowledgeEmergency, FirstAid, Screen, NotifyBreach, AnswerRequest } = defaultLimits;
const leftOut = { AcknowledgeEmergency, FirstAid, Screen, NotifyBreach, AnswerRequest };
const filledIn = (over: Partial<ReturnType<typeof slaPolicy>> = {}) =>
  slaPolicy({ limits: leftOut, afterCare: defaultAfterCare, ...over });
const changed = (over: Parameters<typeof slaPolicyChanged>[0] = {}) => slaPolicyChanged({ policy: filledIn(), ...over });
const oneWorkingDay: Limit = { amount: 1, unit: 'WorkingDays', source: 'Keputusan gugus tugas 7/2026 (contoh)' };

describe('the SLA policy', () => {
  it('is set, with the default of each limit it leaves out', () => given().when(changeSlaPolicy()).then(changed()));
  it('is spelled in UTC', () =>
    given()
      .when(changeSlaPolicy({ validFrom: '2026-01-01T00:00:00+08:00' as Instant }))
      .then(changed()));
  it('changes from another instant on', () =>
    given(changed())
      .when(changeSlaPolicy({ validFrom: at('07-01 00:00') }))
      .then(changed({ validFrom: at('07-01 00:00') })));
  it('may name no secretariat', () => {
    const { provincialSecretariat: _, ...data } = changed({ provincialSecretariat: SECRETARIAT }).data;
    const { provincialSecretariat: __, ...command } = changeSlaPolicy();
    given().when(command).then({ type: 'SlaPolicyChanged', data });
  });

  it('keeps what a later one leaves out as it was on the day that one begins', () => {
    const limits = { ...leftOut, Screen: oneWorkingDay };
    const january = changed({ policy: filledIn({ limits, afterCare: { ...defaultAfterCare, months: [2] } }) });
    const july = { validFrom: at('07-01 00:00') };
    given(january)
      .when(changeSlaPolicy(july))
      .then(changed({ ...july, policy: filledIn({ limits, afterCare: { ...defaultAfterCare, months: [2] } }) }));
    const earlier = { validFrom: '2025-07-01T00:00:00.000Z' as Instant };
    given(january).when(changeSlaPolicy(earlier)).then(changed(earlier));
  });

  it('holds a new figure against a limit of the policy before', () => {
    const limits = { ...leftOut, Acknowledge: oneWorkingDay };
    given(changed({ policy: filledIn({ limits }) }))
      .when(changeSlaPolicy({ validFrom: at('07-01 00:00'), policy: slaPolicy({ acknowledgeHours: 12 }) }))
      .then(changed({ validFrom: at('07-01 00:00'), policy: filledIn({ acknowledgeHours: 12 }) }));
  });

  it('ends the days of what it leaves out by its own rule', () => {
    const elapsed = slaPolicy({ statutoryDayEnds: 'Elapsed24h' });
    const [event] = slaPolicies.decide(changeSlaPolicy({ validFrom: at('07-01 00:00'), policy: elapsed }), [changed().data]);
    expect(limitOf('FirstAid', event!.data)).toEqual({ ...FirstAid, dayEnds: 'Elapsed24h' });
  });

  it('states every limit with its norm', () => {
    const [event] = slaPolicies.decide(changeSlaPolicy(), []);
    for (const name of LimitName.options) expect(limitOf(name, event!.data).source).not.toBe('');
  });
});

refuses<SlaPolicyRule>({
  'valid-from-taken': {
    after: [slaPolicyChanged()],
    refuses: [changeSlaPolicy(), changeSlaPolicy({ validFrom: '2026-01-01T00:00:00+08:00' as Instant })],
  },
});
