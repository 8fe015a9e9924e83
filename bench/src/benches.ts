import { appendChecked } from './append-checked.bench';
import { appendFive, appendOne } from './append.bench';
import type { Bench, LoneBench } from './bench';
import { command } from './command.bench';
import { growth } from './growth.bench';
import { idle } from './idle.bench';
import { latency } from './latency.bench';
import { packs } from './pack.bench';
import { rebuilding } from './rebuild.bench';
import { relay } from './relay.bench';
import { replaying } from './replay.bench';
import { sequencing } from './sequencing.bench';
import { stranger } from './stranger.bench';
import { throughAll } from './through-all.bench';

/** In the order in which they run. */
export const benches: readonly Bench[] = [
  appendOne,
  appendFive,
  appendChecked,
  command,
  sequencing,
  relay,
  replaying,
  rebuilding,
  latency,
  stranger,
  throughAll,
  idle,
  growth,
];

export const loneBenches: readonly LoneBench[] = [packs];
