import { counterOfHlc, hlcAfter, hlcOf, msOfHlc } from '@satualur/contracts/hlc';
import { array, assert, boolean, integer, property, tuple } from 'fast-check';
import { HybridClock, MAX_AHEAD_MS } from './clock';

const NOW = 1_770_000_000_000;
const at = (now: number, guard = true) => new HybridClock({ now: () => now }, guard);

describe('a hybrid clock', () => {
  it('reads physical time, then counts within the millisecond', () => {
    const clock = at(NOW);
    expect([clock.draw(), clock.draw()]).toEqual([hlcOf(NOW, 0), hlcOf(NOW, 1)]);
  });

  it('carries a full counter into the milliseconds', () => expect(at(NOW).draw(hlcOf(NOW, 0xffff))).toBe(hlcOf(NOW + 1, 0)));

  it('draws above a cause far ahead without being moved by it', () => {
    const clock = at(NOW);
    const far = hlcOf(NOW + MAX_AHEAD_MS + 1);
    expect(clock.draw(far)).toBe(hlcAfter(far));
    expect(clock.draw()).toBe(hlcOf(NOW));
    expect(clock.observe(far)).toBe(false);
    expect(clock.draw()).toBe(hlcOf(NOW, 1));
  });

  it('follows a remote reading within a minute, any in demo mode, and its own store’s', () => {
    const [near, far] = [hlcOf(NOW + MAX_AHEAD_MS), hlcOf(NOW + 10 * MAX_AHEAD_MS)];
    const [guarded, demo, opened] = [at(NOW), at(NOW, false), at(NOW)];
    opened.adopt(far);
    expect([guarded.observe(near), demo.observe(far)]).toEqual([true, true]);
    expect([guarded, demo, opened].map((clock) => clock.draw())).toEqual([near, far, far].map(hlcAfter));
  });

  const steps = array(tuple(integer({ min: -5_000, max: 5_000 }), integer({ min: -90_000, max: 90_000 }), boolean()), {
    maxLength: 60,
  });
  it('never repeats or goes back, whatever physical time and remote readings do, unless they are too far ahead', () =>
    assert(
      property(steps, (moves) => {
        let now = NOW;
        const clock = new HybridClock({ now: () => now });
        let last = clock.draw();
        for (const [drift, ahead, observes] of moves) {
          now += drift;
          const remote = hlcOf(now + ahead);
          if (observes) clock.observe(remote);
          const drawn = observes ? clock.draw() : clock.draw(remote);
          if (!observes) expect(drawn > remote).toBe(true);
          if (msOfHlc(drawn) <= now + MAX_AHEAD_MS) {
            expect(drawn > last).toBe(true);
            last = drawn;
          }
          expect(counterOfHlc(drawn)).toBeLessThanOrEqual(0xffff);
        }
      }),
    ));
});
