import { type AgencyKey, streamOf } from '@satualur/contracts/ids';
import type { KeyEvent } from '@satualur/contracts/intake/events';
import type { GrantEvent } from '@satualur/contracts/referral/events';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction } from '@satualur/service-host/reactions';
import { agencyRecord } from '../domain/agency-record';
import { keyGrant } from '../domain/key-grant';
import { recordStream } from '../live';
import { erasedRecord, forgetHeld, stillHeld } from '../rows/grants.rows';

type Revoked = Extract<GrantEvent, { type: 'KeysRevoked' }>['data'];

/** The owner takes keys back: what no other grant of the subject still gives is destroyed, then the owner is told. */
export const keysRevoked: CommandReaction<OpenAgency> = {
  name: 'keys-revoked',
  from: 'inbox',
  on: ['KeysRevoked'],
  async react({ event, log }, unit, { key, vault, rows }) {
    const { grant, to, subject, classes, because } = event.data as Revoked;
    const stream = streamOf('keys', grant);
    const owner = log as AgencyKey;
    const { awaited } = await unit.load(stream, keyGrant);
    if (to !== key || awaited?.granted.from !== owner) return;
    const others = (await stillHeld(rows, grant, owner, subject)).flatMap((held) => held.classes);
    await vault.destroyGranted(
      owner,
      subject,
      because === 'SubjectErased' ? classes : classes.filter((one) => !others.includes(one)),
    );
    await unit.decide(stream, keyGrant, { type: 'DestroyKeys', because });
    unit.due(stream, null);
    unit.alongside(forgetHeld(grant));
  },
};

/** A grantee destroyed the keys of a subject erased here. */
export const erasureConfirmed: CommandReaction<OpenAgency> = {
  name: 'erasure-confirmed',
  from: 'inbox',
  on: ['GrantedKeysDestroyed'],
  async react({ event, envelope, log }, unit, { key, rows }) {
    const { from, subject, because } = (event as Extract<KeyEvent, { type: 'GrantedKeysDestroyed' }>).data;
    if (from !== key || because !== 'SubjectErased') return;
    const record = await erasedRecord(rows, subject);
    if (!record) return;
    const noted = { by: log as AgencyKey, at: envelope.time, hlc: envelope.hlc };
    await unit.decide(recordStream(record), agencyRecord, { type: 'NoteErasure', ...noted });
  },
};
