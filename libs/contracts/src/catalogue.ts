import { z } from 'zod';
import { intakeEvents } from './intake/events';
import { platformEvents } from './platform/events';
import { grantEvents, referralInEvents, referralOutEvents } from './referral/events';
import { registryEvents } from './registry/events';
import { type SealedPath, sealedPaths } from './sealed';
import { applicationEvents, episodeEvents } from './victim-services/events';

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

const entries = (
  context: string,
  owner: CatalogueEntry['owner'],
  schemas: Record<string, z.ZodType>,
  categoriesOf: (name: string) => readonly string[],
): CatalogueEntry[] =>
  Object.entries(schemas).map(([name, schema]) => ({
    name,
    context,
    version: 1,
    type: `satualur.${context}.${name}.v1`,
    categories: categoriesOf(name),
    owner,
    schema,
    sealedPaths: sealedPaths(schema),
  }));

const registryCategory: Record<keyof typeof registryEvents, string> = {
  AgencyRegistered: 'agency',
  AgencyProvisioned: 'agency',
  TaskForceFormed: 'taskforce',
  TaskForceAbsenceRecorded: 'taskforce',
  SlaPolicyChanged: 'policy',
};

const all: readonly CatalogueEntry[] = [
  ...entries('registry', 'registry', registryEvents, (name) => [registryCategory[name as keyof typeof registryEvents]]),
  ...entries('intake', 'intake', intakeEvents, (name) => [name === 'AgencyRecordRegistered' ? 'record' : 'keys']),
  ...entries('referral', 'referral', referralOutEvents, () => ['referralout']),
  ...entries('referral', 'referral', referralInEvents, () => ['referralin']),
  ...entries('referral', 'referral', grantEvents, () => ['grant']),
  ...entries('services', 'victim-services', applicationEvents, () => ['application']),
  ...entries('services', 'victim-services', episodeEvents, () => ['episode']),
  ...entries('platform', 'any', platformEvents, () => ['refused']),
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
export const CHECKABLE_CATEGORIES: ReadonlySet<string> = new Set(['record']);

/** The services whose events stand in one agency's log. */
export const AGENCY_SERVICES = ['intake', 'referral', 'victim-services'] as const;
export type AgencyService = (typeof AGENCY_SERVICES)[number];
