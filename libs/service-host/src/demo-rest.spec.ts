import { type Elsewhere, isAtRest, isOutdated, type Standing } from './demo-rest';

const LOG = 'polda-63';
/** Ten events stand in the log, of which this process wrote two and others eight; the ninth was addressed to a hospital. */
const HEAD = { sealed: 10, relayed: 10, marked: 0, addressed: { 'rs-6371': 9 } };
const STANDING: Standing = {
  ...{ logs: { [LOG]: HEAD }, written: { [LOG]: 2 }, opening: 0 },
  applied: [
    { reader: 'own-log', agency: LOG, log: LOG, seq: 10 },
    { reader: 'own-log', agency: 'rs-6371', log: 'rs-6371', seq: 0 },
    { reader: 'inbox', agency: 'rs-6371', log: LOG, seq: 9 },
  ],
};
const ELSEWHERE: Elsewhere = { others: { [LOG]: 8 }, heads: {} };

const standing = (more: Partial<Standing>): Standing => ({ ...STANDING, ...more });
const log = (more: Partial<typeof HEAD>): Partial<Standing> => ({ logs: { [LOG]: { ...HEAD, ...more } } });
const reading = (...seqs: readonly number[]): Partial<Standing> => ({
  applied: STANDING.applied.slice(0, seqs.length).map((reader, index) => ({ ...reader, seq: seqs[index]! })),
});

describe('a service that keeps logs', () => {
  it('is at rest when everything written is at its heads', () => expect(isAtRest(STANDING, ELSEWHERE)).toBe(true));

  it.each<[string, Partial<Standing>]>([
    ['an event committed and not sealed', { written: { [LOG]: 3 } }],
    ['an event sealed and not relayed', log({ relayed: 9 })],
    ['an own log not read to its head', reading(9, 0, 9)],
    ['an inbox behind what was addressed to it', reading(10, 0, 8)],
    ['an inbox that has met no event of a log yet', reading(10, 0)],
    ['an agency not open yet', { opening: 1 }],
  ])('is not with %s', (_, more) => expect(isAtRest(standing(more), ELSEWHERE)).toBe(false));

  it('is not while what others wrote is not sealed, and knows when they wrote more than was said', () => {
    const more: Elsewhere = { others: { [LOG]: 9 }, heads: {} };
    expect([isAtRest(STANDING, more), isOutdated(STANDING, more)]).toEqual([false, false]);
    const less: Elsewhere = { others: { [LOG]: 7 }, heads: {} };
    expect([isAtRest(STANDING, less), isOutdated(STANDING, less)]).toEqual([false, true]);
  });

  it('is never at rest for one who has not counted', () => {
    const uncounted: Elsewhere = { others: {}, heads: {} };
    expect([isAtRest(STANDING, uncounted), isOutdated(STANDING, uncounted)]).toEqual([false, false]);
  });
});

describe('a service that reads the logs of another', () => {
  const reads = (...seqs: readonly number[]): Standing => standing({ logs: {}, ...reading(...seqs) });
  const heads: Elsewhere = { others: {}, heads: { [LOG]: HEAD } };

  it('is at rest when it has read up to the heads it is told', () => {
    expect(isAtRest(reads(10, 0, 9), heads)).toBe(true);
    expect(isAtRest(reads(9, 0, 9), heads)).toBe(false);
    expect(isAtRest(reads(10, 0, 8), heads)).toBe(false);
  });

  it('is at rest for one who tells it none', () => expect(isAtRest(reads(0, 0, 0), { others: {}, heads: {} })).toBe(true));
});
