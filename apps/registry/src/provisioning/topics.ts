import { AGENCY_SERVICES } from '@satualur/contracts/catalogue';
import type { AgencyKey } from '@satualur/contracts/ids';
import type { AclSpec, TopicSpec } from '@satualur/messaging/broker';

const DAY_MS = 86_400_000;
const kept = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'compression.type': 'uncompressed' };

/** The topics of one agency's store (architecture 5). */
export const topicsOf = (key: AgencyKey): TopicSpec[] => [
  { topic: `log.${key}`, config: kept },
  { topic: `inbox.${key}`, config: kept },
  { topic: `mark.${key}`, config: { 'cleanup.policy': 'compact', 'compression.type': 'uncompressed' } },
  {
    topic: `grants.${key}`,
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(DAY_MS),
      'segment.ms': String(DAY_MS / 24),
      'file.delete.delay.ms': '1000',
      'compression.type': 'uncompressed',
    },
  },
];

const on = (principal: string, topic: string, ...operations: AclSpec['operations']): AclSpec => ({
  principal,
  resource: 'topic',
  name: topic,
  pattern: 'literal',
  operations,
});

/** Who may do what with them: architecture 5's table, literal names, nothing else. `intake` runs the log (details 2). */
export const aclsOf = (key: AgencyKey): AclSpec[] => [
  on('intake', `log.${key}`, 'Write', 'Describe'),
  on('intake', `inbox.${key}`, 'Write', 'Describe'),
  on('intake', `mark.${key}`, 'Write', 'Describe'),
  on('intake', `grants.${key}`, 'Write', 'Read', 'Delete', 'Describe'),
  ...AGENCY_SERVICES.flatMap((service) => [
    on(service, `log.${key}`, 'Read', 'Describe'),
    on(service, `inbox.${key}`, 'Read', 'Describe'),
  ]),
  on('timeline', `log.${key}`, 'Read', 'Describe'),
  on('timeline', `mark.${key}`, 'Read', 'Describe'),
];
