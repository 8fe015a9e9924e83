import { parseArgs } from 'node:util';

export interface Options {
  readonly quick: boolean;
  readonly growth: boolean;
  readonly json?: string;
  /** Names of benchmarks, or how they begin. */
  readonly only: readonly string[];
  readonly help: boolean;
}

export const USAGE = `npm run bench [-- NAME...] [--quick] [--json FILE] [--only NAME[,NAME]] [--growth]

  NAME      only the benchmarks so named (or so beginning), as --only; pack: packs of 400 and 4,000 victims and the repository's are
            played, its result is docs/performance-pack.md
  --quick   short turns, small logs and a pack of 40 victims, for a first look in two minutes; docs/ is left as it is
  --json    also writes the rows to FILE
  --only    only the benchmarks so named (or so beginning)
  --growth  also a log of 5 million events against one of half a million; its result is docs/performance-growth.md`;

/** Throws TypeError for what it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      json: { type: 'string' },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick, growth, json, only, help } = values;
  return { quick, growth, help, ...(json !== undefined && { json }), only: [...positionals, ...only.split(',').filter(Boolean)] };
}
