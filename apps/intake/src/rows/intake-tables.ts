import { noticeTable } from '@satualur/notices/notice-rows';
import type { Migration } from '@satualur/service-host/service-schema';
import { CaseRefIndex1764115301000 } from './case-ref-index.migration';
import { IntakeRows1764115300000 } from './intake-rows.migration';

/** The steps of the service's own schema. */
export const intakeTables: readonly Migration[] = [IntakeRows1764115300000, CaseRefIndex1764115301000, noticeTable('intake')];
