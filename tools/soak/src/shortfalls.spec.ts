import { shortfalls } from './shortfalls';

const asked = { events: 1_000, leastPartKills: 2 };
const parts = (postgres: number, broker: number) => [
  { name: 'postgres', killed: postgres },
  { name: 'broker', killed: broker },
];

describe('a run falls short', () => {
  it('of nothing where all was written and killed', () =>
    expect(shortfalls(asked, { events: 1_003, parts: parts(2, 3) })).toEqual([]));

  it('of events that nobody acknowledged', () =>
    expect(shortfalls(asked, { events: 999, parts: parts(2, 2) })).toEqual(['999 of 1000 events acknowledged']));

  it('of kills that never came', () =>
    expect(shortfalls(asked, { events: 1_000, parts: parts(2, 1) })).toEqual(['broker killed 1 times, 2 wanted']));

  it('of no kills on a rig that is lent', () => expect(shortfalls(asked, { events: 1_000, parts: [] })).toEqual([]));
});
