import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Projection } from '@satualur/projections/projection';
import { ledger } from './ledger.projection';

const FROM_SOURCES = __filename.endsWith('.ts');
const TIMELINE = resolve(__dirname, '../../../apps/timeline', FROM_SOURCES ? 'src' : 'dist', 'projections');

/** The timeline service's own projection: a service is nobody's library, so it is taken from its file. */
const { caseTimeline } = createRequire(__filename)(join(TIMELINE, `case-timeline.projection${FROM_SOURCES ? '.ts' : '.js'}`)) as {
  readonly caseTimeline: Projection;
};

/** What the run's projectors keep, one process each: the checker folds the first itself. */
export const projections: readonly Projection[] = [ledger, caseTimeline];
