import { CASE, POLICE } from '@satualur/contracts/cast';
import { AgencyKey, type Instant } from '@satualur/contracts/ids';
import { grantedKeysDestroyed, keysAwaited, keysReceived, keysRequested } from '@satualur/contracts/intake/examples';
import { scenario } from '@satualur/decider/testing';
import { askAgainAt, keyGrant, type KeyGrantCommand, type KeyGrantRule } from './key-grant';
import { fold } from '@satualur/decider/decider';

const { given, refuses } = scenario(keyGrant);
const NOON = '2026-02-03T12:00:00.000Z' as Instant;
const HALF_PAST = '2026-02-03T12:30:00.000Z' as Instant;
const ONE = '2026-02-03T13:00:00.000Z' as Instant;
const TWO = '2026-02-03T14:00:00.000Z' as Instant;
const OTHER = AgencyKey.parse('rs-9999');

const awaited = { ...keysAwaited(), time: NOON };
const announce: KeyGrantCommand = { type: 'AwaitKeys', granted: keysAwaited().data, caseid: CASE };
const receive = (from = POLICE): KeyGrantCommand => ({ type: 'ReceiveKeys', from });
const fire = (at: Instant): KeyGrantCommand => ({ type: 'FireTimers', at });

describe('granted keys', () => {
  it('are awaited once announced', () => given().when(announce).then(keysAwaited()));
  it('are awaited once only', () => given(awaited).when(announce).thenNothing());
  it('are received, which tells their owner', () => given(awaited).when(receive()).then(keysReceived()));
  it('are received once only', () => given(awaited, keysReceived()).when(receive()).thenNothing());
  it('are not asked for within the hour', () => given(awaited).when(fire(HALF_PAST)).thenNothing());
  it('are asked for again after an hour', () => given(awaited).when(fire(ONE)).then(keysRequested()));
  it('are not asked for once received', () => given(awaited, keysReceived()).when(fire(ONE)).thenNothing());

  it('are destroyed when they are taken back, which tells their owner', () => {
    const takeBack: KeyGrantCommand = { type: 'DestroyKeys', because: 'ConsentWithdrawn' };
    given(awaited, keysReceived()).when(takeBack).then(grantedKeysDestroyed());
    given(awaited).when(takeBack).then(grantedKeysDestroyed());
    given(awaited, grantedKeysDestroyed()).when(takeBack).thenNothing();
  });
  it('are neither received nor asked for after that', () => {
    given(awaited, grantedKeysDestroyed()).when(receive()).thenNothing();
    given(awaited, grantedKeysDestroyed()).when(fire(ONE)).thenNothing();
  });

  it('are asked for hour by hour until they come', () => {
    const requested = { ...keysRequested(), time: ONE };
    given(awaited, requested).when(fire(ONE)).thenNothing();
    given(awaited, requested).when(fire(TWO)).then(keysRequested());
  });
  it('have a timer an hour after each asking, and none once they came or were taken back', () => {
    expect(askAgainAt(fold(keyGrant, [awaited]), NOON)).toBe(ONE);
    expect(askAgainAt(fold(keyGrant, [awaited, keysRequested()]), ONE)).toBe(TWO);
    for (const end of [keysReceived(), grantedKeysDestroyed()])
      expect(askAgainAt(fold(keyGrant, [awaited, end]), NOON)).toBeNull();
  });
});

refuses<KeyGrantRule>({
  'grant-not-announced': { after: [], refuses: [receive(), fire(ONE), { type: 'DestroyKeys', because: 'SubjectErased' }] },
  'not-the-owner': { after: [awaited], refuses: [receive(OTHER)] },
});
