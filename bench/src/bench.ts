import type { Rig } from './rig';
import type { Row } from './row';

/** One benchmark: what it is called with `--only`, and how its rows come about. */
export interface Bench {
  readonly name: string;
  /** Left out unless `--growth` (or `--only`) asks for it. */
  readonly onRequest?: boolean;
  run(rig: Rig): Promise<readonly Row[]>;
}
