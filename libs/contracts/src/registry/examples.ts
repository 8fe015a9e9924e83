import { at, HOSPITAL, SECRETARIAT } from '../cast';
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
