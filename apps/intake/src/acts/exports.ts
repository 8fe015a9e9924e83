import { type StreamId, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { PlatformEvent } from '@satualur/contracts/platform/events';
import type { Act } from '../intake.handler';

type Purpose = Extract<PlatformEvent, { type: 'RecordExported' }>['data']['purpose'];

/** That a record was given out, and what for. */
export const noteExport = (id: Uuid, subject: StreamId, fields: readonly string[], purpose: Purpose): Act => ({
  run: (unit) =>
    unit.record(streamOf('access', id), [{ type: 'RecordExported', data: { subject, fields: [...fields], purpose } }]),
});
