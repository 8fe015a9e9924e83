import { at, HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { agencyKeyOf } from '@satualur/contracts/ids';
import { agencyProvisioned, agencyRegistered } from '@satualur/contracts/registry/examples';
import { scenario } from '@satualur/decider/testing';
import { agency, type AgencyEvent, type AgencyRule, bears } from './agency';
import { leavePlatform, noteProvisioned, registerAgency, renameAgency } from './registry.builders';

const { given, refuses } = scenario(agency);
const registered = agencyRegistered();

describe('an agency', () => {
  it('is registered', () => given().when(registerAgency()).then(agencyRegistered()));
  it('bears a code that another gave up, under a key of its own', () =>
    given()
      .when(registerAgency({ earlier: 1 }))
      .then(agencyRegistered({ key: agencyKeyOf('RS-6310', 1) })));
  it('bears its code until it takes another or leaves', () => {
    const state = (...events: AgencyEvent[]) => events.reduce(agency.evolve, agency.initialState);
    const left: AgencyEvent = { type: 'AgencyLeft', data: { key: HOSPITAL, leftAt: at('02-01 00:00') } };
    const renamed = agency.decide(renameAgency(), state(registered));
    expect([state(), state(registered), state(registered, left)].map((one) => bears(one, 'RS-6310'))).toEqual([
      false,
      true,
      false,
    ]);
    expect(['RS-6310', 'RSUD-6310'].map((code) => bears(state(registered, ...renamed), code))).toEqual([false, true]);
  });
  it('is provisioned', () => given(registered).when(noteProvisioned()).then(agencyProvisioned()));
  it('takes another name and keeps its key', () =>
    given(registered)
      .when(renameAgency())
      .then({
        type: 'AgencyRenamed',
        data: {
          ...{ key: HOSPITAL, code: 'RSUD-6310', name: 'RSUD baru (contoh)', formerCode: 'RS-6310' },
          validFrom: at('03-01 00:00'),
        },
      }));
  it('leaves, from an earlier day if so stated', () =>
    given(registered)
      .when(leavePlatform({ leftAt: at('02-01 00:00') }))
      .then({ type: 'AgencyLeft', data: { key: HOSPITAL, leftAt: at('02-01 00:00') } }));
  it('lists what it offers', () =>
    given(registered)
      .when({ type: 'ListServices', services: ['LegalAid', 'CaseManagement', 'LegalAid'] })
      .then({ type: 'AgencyServicesListed', data: { key: HOSPITAL, services: ['CaseManagement', 'LegalAid'] } }));
  it('is provisioned once', () => given(registered, agencyProvisioned()).when(noteProvisioned()).thenNothing());
});

refuses<AgencyRule>({
  'agency-already-registered': { after: [registered], refuses: [registerAgency()] },
  'agency-unknown': { after: [], refuses: [noteProvisioned(), renameAgency(), leavePlatform()] },
  'agency-left': {
    after: [registered, { type: 'AgencyLeft', data: { key: HOSPITAL, leftAt: at('02-01 00:00') } }],
    refuses: [renameAgency(), leavePlatform(), { type: 'ListServices', services: [] }],
  },
  'same-name': { after: [registered], refuses: [renameAgency({ code: 'RS-6310', name: 'RSUD 6310 (contoh)' })] },
  'in-the-future': {
    after: [registered],
    refuses: [renameAgency({ validFrom: at('03-02 00:00') }), leavePlatform({ leftAt: at('03-02 00:00') })],
  },
  'agency-off-platform': { after: [agencyRegistered({ onPlatform: false })], refuses: [noteProvisioned()] },
});

it('refuses another agency’s keys', () =>
  given(agencyRegistered({ key: HOSPITAL }))
    .when(noteProvisioned({ key: POLICE }))
    .thenRefused('agency-unknown'));
