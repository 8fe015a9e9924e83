import { type Decider, fold, type Must, mustHold, RuleViolation } from './decider';
import { scenario } from './testing';

type LampRule = 'lamp-is-on';
const must: Must<LampRule> = mustHold;
type LampEvent = { type: 'SwitchedOn' } | { type: 'SwitchedOff' };

const lamp: Decider<{ type: 'SwitchOn' }, { on: boolean }, LampEvent> = {
  initialState: { on: false },
  decide: (_command, state) => {
    must(!state.on, 'lamp-is-on', { state: 'on' });
    return [{ type: 'SwitchedOn' }];
  },
  evolve: (_state, event) => ({ on: event.type === 'SwitchedOn' }),
};
const on: LampEvent = { type: 'SwitchedOn' };
const off: LampEvent = { type: 'SwitchedOff' };
const { given, refuses } = scenario(lamp);

describe('a fold', () => {
  it('starts at the initial state', () => expect(fold(lamp, [])).toEqual({ on: false }));
  it('applies events in their order', () => {
    expect(fold(lamp, [on, off])).toEqual({ on: false });
    expect(fold(lamp, [off, on])).toEqual({ on: true });
  });
});

describe('a rule that does not hold', () => {
  it('throws its name and detail, never a sentence', () => {
    const refused = () => mustHold(false, 'lamp-is-on', { state: 'on' });
    expect(refused).toThrow(RuleViolation);
    expect(refused).toThrow(expect.objectContaining({ rule: 'lamp-is-on', message: 'lamp-is-on', detail: { state: 'on' } }));
  });
  it('is silent when it holds', () => expect(() => mustHold(true, 'lamp-is-on')).not.toThrow());
});

describe('a scenario', () => {
  it('passes on the events that were decided', () => given(on, off).when({ type: 'SwitchOn' }).then(on));
  it('passes on a refusal by name', () => given(on).when({ type: 'SwitchOn' }).thenRefused('lamp-is-on'));

  it('fails on other events', () => expect(() => given().when({ type: 'SwitchOn' }).then(off)).toThrow());
  it('fails on events where none were expected', () => expect(() => given().when({ type: 'SwitchOn' }).thenNothing()).toThrow());
  it('fails on another rule', () => expect(() => given(on).when({ type: 'SwitchOn' }).thenRefused('lamp-is-broken')).toThrow());
  it('fails where nothing is refused', () =>
    expect(() => given().when({ type: 'SwitchOn' }).thenRefused('lamp-is-on')).toThrow());
});

describe('examples of rules', () => refuses<LampRule>({ 'lamp-is-on': { after: [on], refuses: [{ type: 'SwitchOn' }] } }));
