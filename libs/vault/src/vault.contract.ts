import { createPublicKey, randomUUID, verify } from 'node:crypto';
import type { AnyEvent } from '@satualur/contracts/event';
import { AgencyKey, type StreamId, streamOf, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import { Erased, type SealedBox } from '@satualur/contracts/sealed';
import type { PublicKeys } from './agency-keys';
import { BadGrant } from './grants';
import { KeysDestroyed } from './key-store';
import { BrokenSeal } from './seal';
import type { SealContext, Vault } from './vault';

export interface VaultUnderTest {
  readonly vault: Vault;
  readonly publicKeys: PublicKeys;
}

const SENDER = AgencyKey.parse('vault-pengirim');
const RECIPIENT = AgencyKey.parse('vault-penerima');
const NAME = 'Siti Fiktif';

const uuid = (): Uuid => randomUUID() as Uuid;
const newSubject = (): SubjectId => randomUUID() as SubjectId;
const registered = (subject: SubjectId): AnyEvent => ({
  type: 'AgencyRecordRegistered',
  data: {
    ref: 'R-1',
    subject,
    assertions: { role: { value: 'victim', method: 'Observed' }, name: { value: NAME, method: 'SelfDeclared' } },
  },
});

interface Sealed {
  readonly box: SealedBox;
  readonly context: SealContext;
}

async function sealName(vault: Vault, subject: SubjectId): Promise<Sealed> {
  const stream: StreamId = streamOf('record', uuid());
  const { data } = await vault.seal(registered(subject), stream, 1);
  const box = (data as { assertions: { name: { value: SealedBox } } }).assertions.name.value;
  return { box, context: { owner: SENDER, subject, stream, version: 1, field: 'assertions.name.value' } };
}

/**
 * What every vault does. `make` opens the vault of a new agency of that key; `again`, where the vault outlives a process, opens
 * a second one on the same keys.
 */
export function vaultContract(
  make: (agency: AgencyKey) => Promise<VaultUnderTest>,
  again?: (agency: AgencyKey) => Promise<Vault>,
): void {
  let sender: VaultUnderTest;
  let recipient: VaultUnderTest;
  beforeAll(async () => {
    sender = await make(SENDER);
    recipient = await make(RECIPIENT);
  });
  afterAll(() => Promise.all([sender?.vault.close(), recipient?.vault.close()]));

  describe('sealing', () => {
    it('hides the plain value and opens it again where it was sealed', async () => {
      const { box, context } = await sealName(sender.vault, newSubject());
      expect(JSON.stringify(box)).not.toContain(NAME);
      expect(await sender.vault.open(box, context)).toBe(NAME);
    });

    it('opens what was sealed before under the same key', async () => {
      const subject = newSubject();
      const first = await sealName(sender.vault, subject);
      await sealName(sender.vault, subject);
      expect(await sender.vault.open(first.box, first.context)).toBe(NAME);
    });

    it('opens all that was sealed while the key was being made for the first time', async () => {
      const subject = newSubject();
      const all = await Promise.all(Array.from({ length: 8 }, () => sealName(sender.vault, subject)));
      const opened = await Promise.all(all.map(({ box, context }) => sender.vault.open(box, context)));
      expect(opened).toEqual(all.map(() => NAME));
    });

    it('refuses to open a box that was moved to another place', async () => {
      const { box, context } = await sealName(sender.vault, newSubject());
      const moved: SealContext[] = [
        { ...context, version: 2 },
        { ...context, field: 'assertions.nik.value' },
        { ...context, stream: streamOf('record', uuid()) },
      ];
      for (const place of moved) await expect(sender.vault.open(box, place)).rejects.toThrow(BrokenSeal);
    });

    it('refuses to open a box of one data subject as that of another', async () => {
      const other = await sealName(sender.vault, newSubject());
      const { box, context } = await sealName(sender.vault, newSubject());
      await expect(sender.vault.open(box, { ...context, subject: other.context.subject })).rejects.toThrow(BrokenSeal);
    });

    it('keeps an event without personal data as it is', async () => {
      const event: AnyEvent = { type: 'ReferralWithdrawn', data: { reason: 'SentInError' } };
      expect(await sender.vault.seal(event, streamOf('referralout', uuid()), 2)).toEqual(event);
    });
  });

  describe('destroying the keys of a data subject', () => {
    it('makes what was sealed unreadable, also when asked twice', async () => {
      const { box, context } = await sealName(sender.vault, newSubject());
      await sender.vault.destroy(context.subject);
      await sender.vault.destroy(context.subject);
      expect(await sender.vault.open(box, context)).toEqual(new Erased('erased'));
    });

    it('never makes a key for that subject again', async () => {
      const subject = newSubject();
      await sender.vault.destroy(subject);
      await expect(sender.vault.seal(registered(subject), streamOf('record', uuid()), 1)).rejects.toThrow(KeysDestroyed);
    });

    it('grants no key of that subject any more', async () => {
      const { context } = await sealName(sender.vault, newSubject());
      await sender.vault.destroy(context.subject);
      const grant = { id: uuid(), subject: context.subject, classes: ['identity'] as const };
      await expect(sender.vault.wrapFor(recipient.publicKeys.grants, grant)).rejects.toThrow(KeysDestroyed);
    });

    it('leaves other subjects alone', async () => {
      const kept = await sealName(sender.vault, newSubject());
      await sender.vault.destroy(newSubject());
      expect(await sender.vault.open(kept.box, kept.context)).toBe(NAME);
    });
  });

  describe('granting keys', () => {
    const grantTo = (to: VaultUnderTest, subject: SubjectId, id = uuid()) =>
      sender.vault.wrapFor(to.publicKeys.grants, { id, subject, classes: ['identity'] });

    it('lets the recipient open what it could not before', async () => {
      const { box, context } = await sealName(sender.vault, newSubject());
      expect(await recipient.vault.open(box, context)).toEqual(new Erased('not-granted'));
      const id = uuid();
      const taken = await recipient.vault.takeIn(await grantTo(recipient, context.subject, id), SENDER, '4');
      expect(taken).toEqual({ fresh: true, grant: id, subject: context.subject, classes: ['identity'] });
      expect(await recipient.vault.open(box, context)).toBe(NAME);
    });

    it('lets the recipient seal what both can read, and no one without the key', async () => {
      const subject = newSubject();
      const data = { reason: 'Other', explanation: 'Kakaknya bekerja di sini', subject, keysOf: SENDER };
      const [rejected, stream] = [{ type: 'ReferralRejected', data } as AnyEvent, streamOf('referralin', uuid())];
      await expect(recipient.vault.seal(rejected, stream, 2)).rejects.toThrow(KeysDestroyed);
      await recipient.vault.takeIn(await grantTo(recipient, subject), SENDER, '3');
      const box = ((await recipient.vault.seal(rejected, stream, 2)).data as { explanation: SealedBox }).explanation;
      expect(box).not.toBe(data.explanation);
      const context = { owner: SENDER, subject, stream, version: 2, field: 'explanation' };
      for (const { vault } of [sender, recipient]) expect(await vault.open(box, context)).toBe(data.explanation);
    });

    it('says which classes are granted', async () => {
      const subject = newSubject();
      await recipient.vault.takeIn(await grantTo(recipient, subject), SENDER, '5');
      expect(await recipient.vault.hasGranted(SENDER, subject, 'identity')).toBe(true);
      expect(await recipient.vault.hasGranted(SENDER, subject, 'medical')).toBe(false);
      expect(await recipient.vault.hasGranted(SENDER, newSubject(), 'identity')).toBe(false);
    });

    it('opens what is sealed later, also in a class that had no key when it was granted', async () => {
      const subject = newSubject();
      await recipient.vault.takeIn(await grantTo(recipient, subject), SENDER, '6');
      const { box, context } = await sealName(sender.vault, subject);
      expect(await recipient.vault.open(box, context)).toBe(NAME);
    });

    it('takes a grant in once, and keeps the mark past the highest offset', async () => {
      const jwe = await grantTo(recipient, newSubject());
      expect((await recipient.vault.takeIn(jwe, SENDER, '41')).fresh).toBe(true);
      expect((await recipient.vault.takeIn(jwe, SENDER, '7')).fresh).toBe(false);
      expect(await recipient.vault.grantsOffset()).toBe('42');
    });

    it('takes nothing more in under the id of a grant it has', async () => {
      const [id, other] = [uuid(), newSubject()];
      await recipient.vault.takeIn(await grantTo(recipient, newSubject(), id), SENDER, '50');
      expect((await recipient.vault.takeIn(await grantTo(recipient, other, id), SENDER, '51')).fresh).toBe(false);
      expect(await recipient.vault.hasGranted(SENDER, other, 'identity')).toBe(false);
    });

    it('refuses a grant to somebody else, from somebody else, from oneself, or changed', async () => {
      const jwe = await grantTo(recipient, newSubject());
      const toSelf = await grantTo(sender, newSubject());
      const changed = `${jwe.slice(0, -4)}${jwe.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
      await expect(sender.vault.takeIn(jwe, SENDER, '90')).rejects.toThrow(BadGrant);
      await expect(recipient.vault.takeIn(jwe, AgencyKey.parse('lsm-lain'), '90')).rejects.toThrow(BadGrant);
      await expect(sender.vault.takeIn(toSelf, SENDER, '90')).rejects.toThrow(BadGrant);
      await expect(recipient.vault.takeIn(changed, SENDER, '90')).rejects.toThrow(BadGrant);
      expect(await recipient.vault.grantsOffset()).not.toBe('91');
    });

    it('has no mark before the first grant', async () => {
      expect(await sender.vault.grantsOffset()).toBeUndefined();
    });
  });

  describe('destroying some keys', () => {
    it('takes own keys of a class, and leaves the others', async () => {
      const { box, context } = await sealName(sender.vault, newSubject());
      await sender.vault.destroyClasses(context.subject, ['medical']);
      expect(await sender.vault.open(box, context)).toBe(NAME);
      await sender.vault.destroyClasses(context.subject, ['identity']);
      await sender.vault.destroyClasses(context.subject, ['identity']);
      expect(await sender.vault.open(box, context)).toEqual(new Erased('erased'));
    });

    it('takes granted keys, until they are granted anew', async () => {
      const { box, context } = await sealName(sender.vault, newSubject());
      const grant = () =>
        sender.vault.wrapFor(recipient.publicKeys.grants, { id: uuid(), subject: context.subject, classes: ['identity'] });
      await recipient.vault.takeIn(await grant(), SENDER, '60');
      expect(await recipient.vault.open(box, context)).toBe(NAME);
      await recipient.vault.destroyGranted(SENDER, context.subject, ['medical']);
      expect(await recipient.vault.open(box, context)).toBe(NAME);
      await recipient.vault.destroyGranted(SENDER, context.subject, ['identity']);
      expect(await recipient.vault.open(box, context)).toEqual(new Erased('not-granted'));
      expect(await sender.vault.open(box, context)).toBe(NAME);
      await recipient.vault.takeIn(await grant(), SENDER, '61');
      expect(await recipient.vault.open(box, context)).toBe(NAME);
    });

    it('refuses to take own keys for granted ones', async () => {
      const { box, context } = await sealName(sender.vault, newSubject());
      await expect(sender.vault.destroyGranted(SENDER, context.subject, ['identity'])).rejects.toThrow(TypeError);
      expect(await sender.vault.open(box, context)).toBe(NAME);
    });
  });

  describe('the index', () => {
    const entry = (value: string, kind = 'nik') => ({ kind, value });

    it('finds the holders of an entry, those of most entries first', async () => {
      const [one, two] = [uuid(), uuid()];
      await sender.vault.putInIndex(newSubject(), one, [entry('tok-a', 'name'), entry('tok-b', 'name')]);
      await sender.vault.putInIndex(newSubject(), two, [entry('tok-b', 'name')]);
      await sender.vault.putInIndex(newSubject(), two, [entry('tok-b', 'name')]);
      expect(await sender.vault.findInIndex([entry('tok-a', 'name'), entry('tok-b', 'name')], 10)).toEqual([
        { holder: one, hits: 2 },
        { holder: two, hits: 1 },
      ]);
      expect(await sender.vault.findInIndex([entry('tok-a', 'name'), entry('tok-b', 'name')], 1)).toHaveLength(1);
      expect(await sender.vault.findInIndex([entry('tok-a')], 10)).toEqual([]);
      expect(await sender.vault.findInIndex([], 10)).toEqual([]);
    });

    it('forgets a subject that is taken out or destroyed, and no other', async () => {
      const [taken, destroyed, kept] = [newSubject(), newSubject(), newSubject()];
      const holder = uuid();
      await sender.vault.putInIndex(taken, uuid(), [entry('6399')]);
      await sender.vault.putInIndex(destroyed, uuid(), [entry('6399')]);
      await sender.vault.putInIndex(kept, holder, [entry('6399')]);
      await sender.vault.takeFromIndex(taken);
      await sender.vault.destroy(destroyed);
      expect(await sender.vault.findInIndex([entry('6399')], 10)).toEqual([{ holder, hits: 1 }]);
      await expect(sender.vault.putInIndex(destroyed, uuid(), [entry('6399')])).rejects.toThrow(KeysDestroyed);
    });

    it('is the agency’s own', async () => {
      await sender.vault.putInIndex(newSubject(), uuid(), [entry('own')]);
      expect(await recipient.vault.findInIndex([entry('own')], 10)).toEqual([]);
    });
  });

  it('signs for the log with the published key', async () => {
    const keys = await sender.vault.logKeys();
    const message = Buffer.from('satualur/vault-pengirim\n1\n');
    const published = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: sender.publicKeys.log }, format: 'jwk' });
    expect(keys.publicKey).toBe(sender.publicKeys.log);
    expect(verify(null, message, published, keys.sign(message))).toBe(true);
  });

  if (again) {
    it('opens in another process, until the keys are destroyed', async () => {
      const { box, context } = await sealName(sender.vault, newSubject());
      const second = await again(SENDER);
      expect(await second.open(box, context)).toBe(NAME);
      await second.destroy(context.subject);
      expect(await second.open(box, context)).toEqual(new Erased('erased'));
      await second.close();
    });
  }
}
