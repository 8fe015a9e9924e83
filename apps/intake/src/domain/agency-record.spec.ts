import { CASE, REFERRAL } from '@satualur/contracts/cast';
import type { Ref } from '@satualur/contracts/ids';
import { agencyRecordRegistered } from '@satualur/contracts/intake/examples';
import { fold } from '@satualur/decider/decider';
import { scenario } from '@satualur/decider/testing';
import { agencyRecord, type AgencyRecordCommand, type AgencyRecordEvent, type AgencyRecordRule } from './agency-record';
import { NEW_CASE, registerRecord, viaReferral } from './agency-record.builders';

const { given } = scenario(agencyRecord);
const opening = { caseid: NEW_CASE };

describe('an agency record', () => {
  it('opens a case of its own', () => given().when(registerRecord()).then(agencyRecordRegistered({}, opening)));
  it('keeps the number and the paper form it was typed from', () => {
    const stated = { caseRef: 'CASE-7' as Ref, evidenceHash: 'ab'.repeat(32) };
    given().when(registerRecord(stated)).then(agencyRecordRegistered(stated, opening));
  });
  it.each([
    [['Accepted']],
    [['Accepted', 'ServiceStarted']],
    [['Accepted', 'ServiceStarted', 'Completed']],
    [['Accepted', 'Terminated']],
  ] as const)('inherits the case of a referral after %p', (acts) =>
    given()
      .when(registerRecord({ viaReferral: viaReferral(...acts) }))
      .then(agencyRecordRegistered({ viaReferral: REFERRAL }, { caseid: CASE })),
  );
  it('remembers what other streams ask of it', () =>
    expect(fold(agencyRecord, [agencyRecordRegistered()])).toMatchObject({ registered: true, caseid: CASE, role: 'victim' }));
});

/** Every rule has an example: a rule added without one does not compile. */
const rules: Record<AgencyRecordRule, { after: AgencyRecordEvent[]; refuses: AgencyRecordCommand[] }> = {
  'record-already-registered': { after: [agencyRecordRegistered()], refuses: [registerRecord()] },
  'referral-not-accepted': {
    after: [],
    refuses: [
      registerRecord({ viaReferral: { id: REFERRAL, facts: { acts: [] } } }),
      registerRecord({ viaReferral: viaReferral() }),
      registerRecord({ viaReferral: viaReferral('Acknowledged') }),
      registerRecord({ viaReferral: viaReferral('Rejected') }),
      registerRecord({ viaReferral: viaReferral('Withdrawn', 'Accepted') }),
    ],
  },
};

describe.each(Object.entries(rules))('%s', (rule, { after, refuses }) => {
  it.each(refuses)('refuses $type', (command) =>
    given(...after)
      .when(command)
      .thenRefused(rule),
  );
});
