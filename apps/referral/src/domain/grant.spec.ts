import { GRANT, HOSPITAL, REFERRAL } from '@satualur/contracts/cast';
import type { GrantEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import { keysGranted, referralSent } from '@satualur/contracts/referral/examples';
import { scenario } from '@satualur/decider/testing';
import { type GrantCommand, keyGrant } from './grant';

const { given } = scenario(keyGrant);
const sent = referralSent() as Extract<ReferralOutEvent, { type: 'ReferralSent' }>;
const grant: GrantCommand = { type: 'GrantKeys', grant: GRANT, referral: REFERRAL, sent };
const revoke: GrantCommand = { type: 'RevokeKeys', because: 'ConsentWithdrawn' };
const granted = keysGranted();
const { referral: _, ...data } = granted.data as Extract<GrantEvent, { type: 'KeysGranted' }>['data'];
const revoked = {
  type: 'KeysRevoked',
  data: { ...data, because: 'ConsentWithdrawn' },
  caseid: granted.caseid,
  audience: [HOSPITAL],
};

describe('the keys that go with a sending', () => {
  it('are of identity and the class of the service', () => given().when(grant).then(granted));
  it('are also of the classes that the consent names', () =>
    given()
      .when({ ...grant, consented: ['medical', 'shelter'] })
      .then(keysGranted({ classes: ['identity', 'medical', 'shelter'] })));
  it('are granted once', () => given(granted).when(grant).thenNothing());
  it('are revoked once', () => {
    given(granted)
      .when(revoke)
      .then(revoked as GrantEvent);
    given(granted, revoked as GrantEvent)
      .when(revoke)
      .thenNothing();
  });
  it('are not revoked before they were granted', () => given().when(revoke).thenNothing());
});
