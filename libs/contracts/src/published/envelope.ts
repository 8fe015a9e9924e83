import { z } from 'zod';
import { LegalBasis } from '../event';
import { Hlc } from '../hlc';
import { Actor, CaseId, Instant, StreamId, Uuid } from '../ids';

/** The envelope of architecture 5 as a schema, for those who read the logs; `data` by the event's own. */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  id: Uuid.describe('UUIDv7'),
  source: z.string().describe('`/agencies/<key>/<service>` or `/services/<name>`'),
  type: z.string().describe('`satualur.<context>.<EventName>.v<n>`'),
  subject: StreamId.describe('The stream, `<category>-<uuid>`'),
  time: Instant.describe('When the agency says it recorded this'),
  datacontenttype: z.literal('application/json'),
  dataschema: z.url(),
  knowntime: Instant.describe('Milliseconds of `hlc` as an instant: when the platform learnt of it'),
  hlc: Hlc.describe('Hybrid logical clock, 16 hex digits; the timeline’s order'),
  sequence: z
    .string()
    .regex(/^[1-9]\d*$/)
    .describe('Version in its stream'),
  caseid: CaseId.optional(),
  correlationid: Uuid,
  causationid: Uuid.optional().describe('Id of the direct cause'),
  actor: Actor,
  legalbasis: LegalBasis.optional(),
  audience: z.string().optional().describe('Agency keys, space-separated'),
  traceparent: z.string().optional(),
  data: z.object({}),
});
