import type { Caller } from '@satualur/access/access';
import type { CaseId } from '@satualur/contracts/ids';
import type { ToldTimeline } from '@satualur/contracts/timeline/views';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Clock } from '@satualur/event-store/clock';
import type { Broker, BrokerAdmin } from '@satualur/messaging/broker';
import type { LogReader } from '@satualur/messaging/consumer';
import type { Projection } from '@satualur/projections/projection';
import type { Projector } from '@satualur/projections/projector';
import type { LogSource } from '@satualur/projections/rebuild';
import type { Log } from '@satualur/service-host/logging';
import { ROOT } from './rig';

const load = createRequire(__filename);
const part = <T>(file: string): T => load(join(ROOT, 'apps/timeline/dist', file)) as T;

type Pool = ConstructorParameters<typeof Projector>[0];

/** The timeline service's own parts, as it was built: a service is nobody's library, so they are taken from its files. */
export const { caseTimeline } = part<{ readonly caseTimeline: Projection }>('projections/case-timeline.projection.js');
export const { KafkaLogs } = part<{
  readonly KafkaLogs: new (
    broker: Broker,
    admin: () => Promise<Pick<BrokerAdmin, 'topics' | 'offsets'>>,
    output: Log,
  ) => LogSource;
}>('kafka-logs.js');
export const { ProjectedLog } = part<{
  readonly ProjectedLog: new (log: string, projector: Projector, pool: Pool, output: Log) => { readonly reader: LogReader };
}>('projected-log.js');

export interface CaseReader {
  timeline(
    caller: Caller,
    caseid: CaseId,
    query: { readonly language: 'id'; readonly technical: boolean },
  ): Promise<ToldTimeline | undefined>;
}
export const { TimelineReader } = part<{ readonly TimelineReader: new (projector: Projector, clock: Clock) => CaseReader }>(
  'timeline.reader.js',
);
