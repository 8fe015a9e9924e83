import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { encodeEvent, leafHash } from '@satualur/contracts/bytes';
import type { Envelope } from '@satualur/contracts/event';
import type { RelayPosition, Sealed, SealedLog } from './relay';

const uuidOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
};

/** An event of `log` for tests: its content is its number. */
export const envelope = (log: string, number: number, over: Partial<Record<keyof Envelope, unknown>> = {}): Envelope =>
  ({
    specversion: '1.0',
    id: uuidOf(`${log}/${number}`),
    source: `/agencies/${log}/referral`,
    type: 'satualur.referral.ReferralSent.v1',
    subject: `referralout-${uuidOf(`${log}/stream`)}`,
    time: '2026-02-03T01:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: 'https://example.invalid/ReferralSent/1',
    knowntime: '2026-02-03T01:00:00.000Z',
    hlc: number.toString(16).padStart(16, '0'),
    sequence: String(number),
    correlationid: uuidOf('correlation'),
    actor: 'fiktif/caseworker',
    data: { number },
    ...over,
  }) as unknown as Envelope;

/** A sealed log in memory, with a key pair of its own. */
export class TestLog implements SealedLog {
  readonly events: Sealed[] = [];
  readonly publicKey: KeyObject;
  readonly sign: (message: Buffer) => Buffer;
  mark: RelayPosition = { seq: 0, addressed: {} };

  constructor(readonly name: string) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.publicKey = publicKey;
    this.sign = (message) => sign(null, message, privateKey);
  }

  append(over: Partial<Record<keyof Envelope, unknown>> = {}): Sealed {
    return this.appendBytes(encodeEvent(envelope(this.name, this.events.length + 1, over)));
  }

  appendBytes(bytes: Buffer): Sealed {
    const seq = this.events.length + 1;
    const event = { seq, leaf: leafHash(bytes), bytes, stream: `referralout-${this.name}` };
    this.events.push(event);
    return event;
  }

  readSealed(fromSeq: number, maxBytes: number): Promise<readonly Sealed[]> {
    let bytes = 0;
    const found = this.events.slice(fromSeq - 1).filter(({ bytes: own }, index) => {
      bytes += own.length;
      return index === 0 || bytes <= maxBytes;
    });
    return Promise.resolve(found);
  }

  relayMark(): Promise<RelayPosition> {
    return Promise.resolve(this.mark);
  }

  saveRelayMark(mark: RelayPosition): Promise<void> {
    this.mark = mark;
    return Promise.resolve();
  }
}
