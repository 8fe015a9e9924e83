import type { Report } from './report';
import type { Rig, Scale } from './rig';
import type { Row } from './row';

/** One benchmark: what it is called with `--only`, and how its rows come about. */
export interface Bench {
  readonly name: string;
  /** Left out unless `--growth` (or `--only`) asks for it; its rows have a report of their own. */
  readonly onRequest?: boolean;
  run(rig: Rig): Promise<readonly Row[]>;
}

/** One that starts all it needs by itself and has a report of its own; left out unless it is named. */
export interface LoneBench {
  readonly name: string;
  measure(scale: Scale, progress: (text: string) => void): Promise<{ readonly rows: readonly Row[]; readonly report: Report }>;
}
