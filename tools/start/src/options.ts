import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly fresh: boolean;
  readonly exit: boolean;
  readonly verbose: boolean;
  /** Path of the pack to play. */
  readonly pack: string;
  /** Scenarios to play; none named: the whole pack. */
  readonly only: readonly string[];
  /** Where to write what the product says. */
  readonly figures?: string;
}

export const USAGE = `npm start [-- options]
  --pack FILE     acceptance pack to play (default: kalsel-h1-2026.json in ../shared/reference/acceptance,
                  else the part of it that the repository carries)
  --only S3,S1    scenarios to play (default: the whole pack)
  --figures FILE  write what the product says of the pack's referrals and refused commands, as JSON
  --fresh         forget the data of earlier starts
  --exit          stop everything after the summary; status 0 only if all that it checks is right
  --verbose       show every command as it is played
  --help          this text
Data are kept in .local, or in the directory that SATUALUR_DATA names.`;

/** A mistake of the caller's: one line, exit status 2. */
export class UsageError extends Error {}

/** Throws UsageError for unknown options, stray arguments and empty values. */
export function readOptions(argv: readonly string[], defaultPack: string): StartOptions | 'help' {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        fresh: { type: 'boolean', default: false },
        exit: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        pack: { type: 'string', default: defaultPack },
        only: { type: 'string' },
        figures: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
      strict: true,
    }));
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]} (npm start -- --help lists the options)`);
  }
  if (values.help) return 'help';
  const only = values.only === undefined ? [] : values.only.split(',').map((name) => name.trim());
  if (values.pack === '') throw new UsageError('--pack needs a file name');
  if (only.some((name) => name === '')) throw new UsageError('--only needs scenario names, for example S3,S1');
  if (values.figures === '') throw new UsageError('--figures needs a file name');
  const { fresh, exit, verbose, pack, figures } = values;
  return { fresh, exit, verbose, pack, only, ...(figures !== undefined && { figures }) };
}
