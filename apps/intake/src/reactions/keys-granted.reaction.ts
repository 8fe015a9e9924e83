import { type AgencyKey, streamOf } from '@satualur/contracts/ids';
import type { GrantEvent } from '@satualur/contracts/referral/events';
import { instantNow } from '@satualur/event-store/clock';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction, EffectReaction } from '@satualur/service-host/reactions';
import { askAgainAt, keyGrant, type KeyGrantEvent } from '../domain/key-grant';
import { rememberGranted, rememberHeld } from '../rows/grants.rows';

type Granted = GrantEvent['data'];

/** The subject was erased in between: there is nothing to hand over. */
function noneWhenDestroyed(error: unknown): undefined {
  if ((error as Error).name !== 'KeysDestroyed') throw error;
}

/** Wraps keys to their recipient and hands them over by its own topic; the grant's id deduplicates. */
async function handOver(
  { key, directory, vault, broker }: OpenAgency,
  { grant: id, to, subject, classes }: Granted,
): Promise<void> {
  const recipient = directory.agency(to);
  if (!recipient?.onPlatform) return;
  if (!recipient.publicKeys) throw new Error('the recipient has no public keys yet');
  const jwe = await vault.wrapFor(recipient.publicKeys.grants, { id, subject, classes }).catch(noneWhenDestroyed);
  if (jwe === undefined) return;
  await broker.send([{ topic: `grants.${to}`, key: id, value: Buffer.from(jwe, 'ascii'), headers: { origin: key } }]);
}

export const keysGranted: EffectReaction<OpenAgency> = {
  name: 'keys-granted',
  from: 'own-log',
  on: ['KeysGranted'],
  async perform({ event }, agency) {
    const { grant, to, subject } = (event as GrantEvent).data;
    await rememberGranted(agency.rows, grant, to, subject);
    await handOver(agency, (event as GrantEvent).data);
  },
};

/** Keys that this agency granted have not arrived: handed over again, to the agency they were granted to and no other. */
export const keysRequested: EffectReaction<OpenAgency> = {
  name: 'keys-requested',
  from: 'inbox',
  on: ['KeysRequested'],
  async perform({ event, log }, agency) {
    const { grant } = (event as KeyGrantEvent).data;
    const stored = await agency.store.read(streamOf('grant', grant));
    const granted = stored.map((entry) => entry.event as GrantEvent).find(({ type }) => type === 'KeysGranted');
    const revoked = stored.some(({ event: other }) => other.type === 'KeysRevoked');
    if (granted?.data.to === log && !revoked) await handOver(agency, granted.data);
  },
};

/** The owner's log announced keys: they are awaited, and asked for again when they do not come. */
export const keysAnnounced: CommandReaction<OpenAgency> = {
  name: 'keys-announced',
  from: 'inbox',
  on: ['KeysGranted'],
  async react({ event, log }, unit, agency) {
    const { data, caseid } = event as GrantEvent;
    if (data.to !== agency.key) return;
    const { grant, subject, classes } = data;
    const stream = streamOf('keys', grant);
    const granted = { grant, from: log as AgencyKey, subject, classes };
    await unit.decide(stream, keyGrant, { type: 'AwaitKeys', granted, ...(caseid && { caseid }) });
    unit.due(stream, askAgainAt(await unit.load(stream, keyGrant), instantNow(agency.clock)));
    unit.alongside(rememberHeld(grant, log as AgencyKey, subject, classes));
  },
};
