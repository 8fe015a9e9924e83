import { Instant } from '../ids';
import { Hlc } from '../hlc';

/** An event of another log as it was noted here. */
export const remote = { at: Instant, hlc: Hlc };
