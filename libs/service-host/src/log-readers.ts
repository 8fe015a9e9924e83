import type { AgencyKey } from '@satualur/contracts/ids';
import { type Alarms, InboxReader, LogReader, publicKeyOfLog } from '@satualur/messaging/consumer';
import type { PostgresMarks } from '@satualur/messaging/marks';
import type { Parking } from '@satualur/messaging/parking';
import type { Directory } from './directory';
import type { Log } from './logging';
import type { OpenAgency } from './agency-side';
import type { ReactionRunner } from './reactions';

interface ReaderParts {
  readonly marks: PostgresMarks;
  readonly parking: Parking;
  readonly effects: ReactionRunner<OpenAgency>;
  readonly alarms: Alarms;
}

/** What a log that waits, or whose history was changed, tells the operator. */
export const alarmsTo = (log: Log): Alarms => ({
  onGap: (gap) =>
    log.error('log-gap', {
      topic: gap.topic,
      log: gap.log,
      seq: gap.after,
      reason: gap.reason.toLowerCase().replaceAll('_', '-'),
    }),
  onIncident: (incident) =>
    log.error('log-incident', { topic: incident.topic, log: incident.log, seq: incident.seq, offset: Number(incident.offset) }),
});

export const logReader = (key: AgencyKey, parts: ReaderParts): LogReader => new LogReader({ log: key, ...parts });

export const inboxReader = (key: AgencyKey, directory: Directory, parts: ReaderParts): InboxReader =>
  new InboxReader({
    agency: key,
    publicKeyOf: (origin) => {
      const published = directory.agency(origin as AgencyKey)?.publicKeys;
      return published && publicKeyOfLog(published.log);
    },
    ...parts,
  });
