import type { OpenAgency } from '@satualur/service-host/agency-side';
import { forgetDestroyed, forgetTakenBack } from '@satualur/service-host/forgotten-keys';
import type { EffectReaction } from '@satualur/service-host/reactions';

/** Intake destroys the keys; whom a referral is about is not shown from this service's memory either. */
export const keysDestroyed: EffectReaction<OpenAgency> = {
  name: 'keys-destroyed',
  from: 'own-log',
  on: ['SubjectErased', 'GrantedKeysDestroyed'],
  perform: forgetDestroyed,
};

/** The owner withdrew or erased: what it granted is used no more. */
export const keysTakenBack: EffectReaction<OpenAgency> = {
  name: 'keys-taken-back',
  from: 'inbox',
  on: ['KeysRevoked'],
  perform: forgetTakenBack,
};
