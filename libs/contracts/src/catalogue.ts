import { z } from 'zod';
import {
  breachEvents,
  caseEventEvents,
  consentEvents,
  heldUpdateEvents,
  keyEvents,
  legalBasisEvents,
  recordEvents,
  screeningClockEvents,
  screeningEvents,
  stopEvents,
  subjectRequestEvents,
  workerEvents,
} from './intake/events';
import { accessEvents, noticeEvents, refusalEvents } from './platform/events';
import { batchEvents, grantEvents, referralInEvents, referralOutEvents } from './referral/events';
import {
  agencyEvents,
  codeEvents,
  holidayEvents,
  policyEvents,
  retentionEvents,
  staffEvents,
  taskForceEvents,
} from './registry/events';
import { type SealedPath, sealedPaths } from './sealed';
import {
  applicationEvents,
  episodeEvents,
  planEvents,
  processEvents,
  restitutionEvents,
  returnEvents,
  shelterEvents,
} from './victim-services/events';

export type ServiceName = 'registry' | 'intake' | 'referral' | 'victim-services' | 'timeline';

export interface CatalogueEntry {
  /** Bare name, e.g. `ReferralSent`. */
  readonly name: string;
  readonly context: string;
  readonly version: number;
  /** CloudEvents `type`. */
  readonly type: string;
  /** Stream categories it may stand in. */
  readonly categories: readonly string[];
  /** The service that writes it; `any` for platform events. */
  readonly owner: ServiceName | 'any';
  readonly schema: z.ZodType;
  readonly sealedPaths: readonly SealedPath[];
}

/** The events that may stand in streams of one category. */
const entries = (
  context: string,
  owner: CatalogueEntry['owner'],
  category: string,
  schemas: Record<string, z.ZodType>,
): CatalogueEntry[] =>
  Object.entries(schemas).map(([name, schema]) => ({
    name,
    context,
    version: 1,
    type: `satualur.${context}.${name}.v1`,
    categories: [category],
    owner,
    schema,
    sealedPaths: sealedPaths(schema),
  }));

const registry = (category: string, schemas: Record<string, z.ZodType>) => entries('registry', 'registry', category, schemas);
const intake = (category: string, schemas: Record<string, z.ZodType>) => entries('intake', 'intake', category, schemas);
const referral = (category: string, schemas: Record<string, z.ZodType>) => entries('referral', 'referral', category, schemas);
const services = (category: string, schemas: Record<string, z.ZodType>) =>
  entries('services', 'victim-services', category, schemas);
const platform = (category: string, schemas: Record<string, z.ZodType>) => entries('platform', 'any', category, schemas);

const all: readonly CatalogueEntry[] = [
  ...registry('agency', agencyEvents),
  ...registry('taskforce', taskForceEvents),
  ...registry('policy', policyEvents),
  ...registry('codes', codeEvents),
  ...registry('holidays', holidayEvents),
  ...registry('retention', retentionEvents),
  ...registry('staff', staffEvents),
  ...intake('record', recordEvents),
  ...intake('heldupdate', heldUpdateEvents),
  ...intake('worker', workerEvents),
  ...intake('screening', screeningEvents),
  ...intake('screening', screeningClockEvents),
  ...intake('caseevent', caseEventEvents),
  ...intake('legalbasis', legalBasisEvents),
  ...intake('consent', consentEvents),
  ...intake('stop', stopEvents),
  ...intake('subjectrequest', subjectRequestEvents),
  ...intake('breach', breachEvents),
  ...intake('keys', keyEvents),
  ...referral('referralout', referralOutEvents),
  ...referral('referralin', referralInEvents),
  ...referral('grant', grantEvents),
  ...referral('batch', batchEvents),
  ...services('application', applicationEvents),
  ...services('episode', episodeEvents),
  ...services('plan', planEvents),
  ...services('shelter', shelterEvents),
  ...services('return', returnEvents),
  ...services('process', processEvents),
  ...services('restitution', restitutionEvents),
  ...platform('refused', refusalEvents),
  ...platform('access', accessEvents),
  ...platform('notice', noticeEvents),
];

/** CloudEvents `dataschema`: where an event's JSON Schema is published. */
export const dataSchemaOf = ({ name, version }: Pick<CatalogueEntry, 'name' | 'version'>): string =>
  `https://satualur.example/schemas/${name}/${version}`;

/** By bare name, and by CloudEvents type. */
export const catalogue: ReadonlyMap<string, CatalogueEntry> = new Map(all.map((entry) => [entry.name, entry]));
export const catalogueByType: ReadonlyMap<string, CatalogueEntry> = new Map(all.map((entry) => [entry.type, entry]));

/** Stream categories a service's database role may write. */
export const categoriesOfService = (service: ServiceName): readonly string[] => [
  ...new Set(all.filter((entry) => entry.owner === service || entry.owner === 'any').flatMap((entry) => entry.categories)),
];

/** Streams that another append may check (details 1): written under an exclusive lock. */
export const CHECKABLE_CATEGORIES: ReadonlySet<string> = new Set(['record', 'consent', 'legalbasis']);

/** The services whose events stand in one agency's log. */
export const AGENCY_SERVICES = ['intake', 'referral', 'victim-services'] as const;
export type AgencyService = (typeof AGENCY_SERVICES)[number];
