import type { OpenAgency } from '@satualur/service-host/agency-side';
import { forgetDestroyed } from '@satualur/service-host/forgotten-keys';
import type { EffectReaction } from '@satualur/service-host/reactions';

/** Intake destroys the keys; nothing of the person is read from this service's memory either. */
export const keysDestroyed: EffectReaction<OpenAgency> = {
  name: 'keys-destroyed',
  from: 'own-log',
  on: ['SubjectErased'],
  perform: forgetDestroyed,
};
