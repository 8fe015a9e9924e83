/** Reads Kafka's primitive encodings; every read outside the buffer throws RangeError. */
export class ByteReader {
  #at = 0;

  constructor(private readonly buffer: Buffer) {}

  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (length < 0 || end > this.buffer.length) throw new RangeError('out of bounds');
    const slice = this.buffer.subarray(this.#at, end);
    this.#at = end;
    return slice;
  }

  int16(): number {
    return this.bytes(2).readInt16BE(0);
  }

  int32(): number {
    return this.bytes(4).readInt32BE(0);
  }

  int64(): bigint {
    return this.bytes(8).readBigInt64BE(0);
  }

  string(): string {
    return this.bytes(this.int16()).toString('utf8');
  }

  /** Elements behind an int32 count; a count of -1 is none. */
  array<T>(read: (reader: ByteReader) => T): T[] {
    const count = this.int32();
    const items: T[] = [];
    for (let index = 0; index < count; index++) items.push(read(this));
    return items;
  }

  /** Zigzag, at most 35 bits as they come; a caller checks what it means. */
  varint(): number {
    let value = 0;
    for (let index = 0; index < 5; index++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new RangeError('varint too long');
  }

  skipVarlong(): void {
    for (let index = 0; index < 10; index++) if (this.#byte() < 0x80) return;
    throw new RangeError('varlong too long');
  }

  /** Bytes behind a varint length; null for length -1. */
  nullable(): Buffer | null {
    const length = this.varint();
    return length === -1 ? null : this.bytes(length);
  }

  #byte(): number {
    const byte = this.buffer[this.#at];
    if (byte === undefined) throw new RangeError('out of bounds');
    this.#at += 1;
    return byte;
  }
}
