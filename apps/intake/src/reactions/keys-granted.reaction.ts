import type { GrantEvent } from '@satualur/contracts/referral/events';
import type { OpenAgency } from '@satualur/service-host/agency-host';
import type { EffectReaction } from '@satualur/service-host/reactions';

/** Wraps the granted keys to the recipient and hands them over by its own topic, at least once; the grant's id deduplicates. */
export const keysGranted: EffectReaction<OpenAgency> = {
  name: 'keys-granted',
  from: 'own-log',
  on: ['KeysGranted'],
  async perform({ event }, agency) {
    const { grant: id, to, subject, classes } = (event as GrantEvent).data;
    const recipient = agency.directory.agency(to);
    if (!recipient?.onPlatform) return;
    if (!recipient.publicKeys) throw new Error('the recipient has no public keys yet');
    const jwe = await agency.vault.wrapFor(recipient.publicKeys.grants, { id, subject, classes });
    await agency.broker.send([
      { topic: `grants.${to}`, key: id, value: Buffer.from(jwe, 'ascii'), headers: { origin: agency.key } },
    ]);
  },
};
