import { HOSPITAL, POLICE } from '@satualur/contracts/cast';
import type { AgencyKey } from '@satualur/contracts/ids';
import { agencyProvisioned, agencyRegistered } from '@satualur/contracts/registry/examples';
import { scenario } from '@satualur/decider/testing';
import { agency, type AgencyCommand, type AgencyEvent, type AgencyRule } from './agency';
import { noteProvisioned, registerAgency } from './registry.builders';

const { given } = scenario(agency);
const registered = agencyRegistered();

describe('an agency', () => {
  it('is registered', () => given().when(registerAgency()).then(agencyRegistered()));
  it('is provisioned', () => given(registered).when(noteProvisioned()).then(agencyProvisioned()));
  it('is provisioned once', () => given(registered, agencyProvisioned()).when(noteProvisioned()).thenNothing());
});

const reserved = { code: 'Referral', key: 'referral' as AgencyKey };

/** Every rule has an example: a rule added without one does not compile. */
const rules: Record<AgencyRule, { after: AgencyEvent[]; refuses: AgencyCommand[] }> = {
  'agency-already-registered': { after: [registered], refuses: [registerAgency()] },
  'key-not-of-code': {
    after: [],
    refuses: [registerAgency({ key: POLICE }), registerAgency({ code: '6310' }), registerAgency({ code: '' })],
  },
  'key-reserved': { after: [], refuses: [registerAgency(reserved)] },
  'agency-unknown': { after: [], refuses: [noteProvisioned()] },
  'agency-off-platform': { after: [agencyRegistered({ onPlatform: false })], refuses: [noteProvisioned()] },
};

describe.each(Object.entries(rules))('%s', (rule, { after, refuses }) => {
  it.each(refuses)('refuses $type', (command) =>
    given(...after)
      .when(command)
      .thenRefused(rule),
  );
});

it('refuses another agency’s keys', () =>
  given(agencyRegistered({ key: HOSPITAL }))
    .when(noteProvisioned({ key: POLICE }))
    .thenRefused('agency-unknown'));
