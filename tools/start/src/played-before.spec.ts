import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartOptions } from './options';
import { UsageError } from './options';
import { mustBeSamePlay, notePlay, type PlaceIn, placeIn } from './played-before';

describe('data that hold a play', () => {
  const dir = mkdtempSync(join(tmpdir(), 'played-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const packOf = (name: string): string => {
    const file = join(dir, name);
    writeFileSync(file, name);
    return file;
  };
  const options = (over: Partial<StartOptions> = {}): StartOptions => ({
    ...{ fresh: false, exit: true, verbose: false, pack: packOf('a.json'), only: ['S3', 'S1'] },
    ...over,
  });
  const commands = { ids: [['record R-1', 'an id']], cases: [], refused: [], accepted: 3 } as const;
  const place: PlaceIn = { inputs: 2, plan: 'plan', timers: 1, over: false, stores: 'these', commands };
  beforeEach(() => notePlay(dir, options(), place));

  it('are gone on with where they stopped', () => {
    expect(placeIn('these', dir, options({ only: ['S1', 'S3'] }))).toEqual(place);
    expect(() => mustBeSamePlay(dir, options({ only: ['S1', 'S3'] }), 'plan')).not.toThrow();
  });

  it('have no place before the play has come to rest', () => {
    notePlay(dir, options());
    expect(placeIn('others', dir, options())).toBeUndefined();
    expect(() => mustBeSamePlay(dir, options(), 'any plan')).not.toThrow();
  });

  it('are refused where the place is of other stores', () => {
    expect(() => placeIn('others', dir, options())).toThrow(UsageError);
    expect(() => placeIn('others', dir, options())).toThrow(/in other stores than these: add --fresh/);
  });

  it.each<[string, Partial<StartOptions>, string]>([
    ['of another pack', { pack: packOf('b.json') }, 'plan'],
    ['of other scenarios', { only: ['S3'] }, 'plan'],
    ['in another order', {}, 'another plan'],
  ])('are refused where they hold a play %s', (_, over, plan) =>
    expect(() => mustBeSamePlay(dir, options(over), plan)).toThrow(UsageError),
  );

  it('are called what they are: a play of the whole', () => {
    notePlay(dir, options({ only: [] }), place);
    expect(() => mustBeSamePlay(dir, options({ only: ['S6'] }), 'another plan')).toThrow(
      /hold a play of the whole pack: add --fresh/,
    );
  });

  it('are forgotten when asked', () => {
    expect(placeIn('others', dir, options({ fresh: true }))).toBeUndefined();
    expect(() => mustBeSamePlay(dir, options({ fresh: true, only: ['S3'] }), 'another plan')).not.toThrow();
  });
});
