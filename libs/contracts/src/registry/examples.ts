import { at, HOSPITAL, SECRETARIAT, WORKER } from '../cast';
import { exampleOf } from '../example';
import { registryEvents, type SlaPolicy } from './events';

const example = exampleOf(registryEvents);

/** The policy of the acceptance pack. */
export const slaPolicy = (over: Partial<SlaPolicy> = {}): SlaPolicy => ({
  acknowledgeHours: 24,
  decideHours: 72,
  stopConfirmHours: 72,
  statutoryDays: 7,
  statutoryDayEnds: 'EndOfLocalDay',
  restitutionDays: 14,
  publicThreshold: 5,
  expiryGraceHours: 0,
  ...over,
});

export const agencyRegistered = example('AgencyRegistered', {
  key: HOSPITAL,
  code: 'RS-6310',
  name: 'RSUD 6310 (contoh)',
  orgType: 'HealthServiceOrganisation',
  decisionMakingOrg: 'NonPoliceGovernmentalOrganization',
  area: '6310',
  onPlatform: true,
});

export const agencyProvisioned = example('AgencyProvisioned', {
  key: HOSPITAL,
  publicKeys: {
    log: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    grants: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
  },
});

export const taskForceFormed = example('TaskForceFormed', { kabkota: '6310' });
export const taskForceAbsenceRecorded = example('TaskForceAbsenceRecorded', { kabkota: '6305' });

export const slaPolicyChanged = example('SlaPolicyChanged', {
  validFrom: at('01-01 00:00'),
  policy: slaPolicy(),
  source: 'UU 21/2007 art. 52; policy defaults of the task force',
  provincialSecretariat: SECRETARIAT,
});

export const agencyRenamed = example('AgencyRenamed', {
  key: HOSPITAL,
  code: 'RSUD-6310',
  name: 'RSUD Kabupaten 6310 (contoh)',
  formerCode: 'RS-6310',
  validFrom: at('04-01 00:00'),
});
export const agencyLeft = example('AgencyLeft', { key: HOSPITAL, leftAt: at('06-01 00:00') });
export const agencyServicesListed = example('AgencyServicesListed', { key: HOSPITAL, services: ['HealthRehabilitation'] });
export const taskForceDissolved = example('TaskForceDissolved', { kabkota: '6310' });

export const codeListPublished = example('CodeListPublished', {
  list: 'ComplaintChannel',
  scheme: 'simfoni',
  version: '2026-01',
  validFrom: at('01-01 00:00'),
  codes: [
    { code: 'InPerson', label: { id: 'datang langsung', en: 'in person' } },
    { code: 'Outreach', label: { id: 'penjangkauan', en: 'outreach' } },
  ],
  source: 'SIMFONI-PPA, complaint channels as the task force reads them',
});
export const conceptMapPublished = example('ConceptMapPublished', {
  map: 'service-to-htcds',
  from: { scheme: 'satualur', list: 'ServiceCategory' },
  to: { scheme: 'htcds-2.0', list: 'spl_Type' },
  validFrom: at('01-01 00:00'),
  entries: [
    { code: 'HealthRehabilitation', to: 'Health', relation: 'Narrower' },
    { code: 'Coordination', to: null, relation: 'None' },
  ],
  source: 'Task force, concept map of services',
});
export const holidaysPublished = example('HolidaysPublished', {
  year: 2026,
  days: [{ on: '2026-08-17', name: 'Hari Kemerdekaan' }],
  source: 'Joint decree on national holidays (sample)',
});
export const retentionPolicyChanged = example('RetentionPolicyChanged', {
  dataClass: 'medical',
  years: 25,
  validFrom: at('01-01 00:00'),
  source: 'Retention schedule of the task force (sample)',
});

export const staffEnrolled = example('StaffEnrolled', { agency: HOSPITAL, staff: WORKER, roles: ['caseworker'] });
export const staffLeft = example('StaffLeft', { agency: HOSPITAL, staff: WORKER });
