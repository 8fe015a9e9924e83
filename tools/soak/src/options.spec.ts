import { asksForUsage, optionsOf } from './options';

describe('the options', () => {
  it('are a million events by 32 writers over 8 agencies where nothing is said', () =>
    expect(optionsOf([])).toEqual({ events: 1_000_000, seed: '1', writers: 32, agencies: 8, slice: { k: 1, n: 1 } }));

  it('give each slice its share and a seed of its own', () =>
    expect(optionsOf(['--events', '1000', '--seed', 'x', '--slice', '2/3'])).toMatchObject({ events: 334, seed: 'x:2/3' }));

  it('ask for the usage among others', () =>
    expect([['--events', '5', '--help'], ['-h'], ['--events', '5']].map(asksForUsage)).toEqual([true, true, false]));

  it.each([
    [['--slice', '3/2'], '--slice 3/2'],
    [['--events', '0'], '--events 0'],
    [['--events', 'many'], '--events many'],
    [['--fast'], "Unknown option '--fast'"],
  ])('%j are refused', (args, words) => expect(() => optionsOf(args)).toThrow(words));
});
