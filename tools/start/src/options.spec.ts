import { readOptions, UsageError } from './options';

const read = (...argv: string[]) => readOptions(argv, 'usual.json');
const messageOf = (...argv: string[]): string => {
  try {
    read(...argv);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('nothing was wrong');
};

describe('the options of npm start', () => {
  it('are the whole of the usual pack, kept and shown briefly, when nothing is said', () =>
    expect(read()).toEqual({ fresh: false, exit: false, verbose: false, pack: 'usual.json', only: [] }));

  it('are taken as they are given', () =>
    expect(read('--fresh', '--exit', '--verbose', '--pack', 'lain.json', '--only', 'S1, S2', '--figures', 'kata.json')).toEqual({
      ...{ fresh: true, exit: true, verbose: true, pack: 'lain.json' },
      only: ['S1', 'S2'],
      figures: 'kata.json',
    }));

  it('are explained on request', () => expect(read('--help', '--exit')).toBe('help'));

  it.each([
    [['--segar'], "Unknown option '--segar'"],
    [['S3'], "Unexpected argument 'S3'"],
    [['--exit=ya'], "Option '--exit' does not take an argument"],
    [['--only'], "Option '--only <value>' argument missing"],
    [['--only', ''], '--only needs scenario names'],
    [['--only', 'S3,'], '--only needs scenario names'],
    [['--pack', ''], '--pack needs a file name'],
    [['--figures', ''], '--figures needs a file name'],
  ])('refuse %j in one line', (argv, message) => {
    expect(messageOf(...argv)).toContain(message);
    expect(messageOf(...argv)).not.toContain('\n');
  });
});
