/** Reads Kafka's primitive encodings; every read outside its range of the buffer throws RangeError. */
export class ByteReader {
  #at: number;

  constructor(
    private readonly buffer: Buffer,
    private readonly start = 0,
    private readonly end = buffer.length,
  ) {
    this.#at = start;
  }

  bytes(length: number): Buffer {
    const from = this.#skip(length);
    return this.buffer.subarray(from, this.#at);
  }

  /** A reader of the next bytes alone. */
  part(length: number): ByteReader {
    const from = this.#skip(length);
    return new ByteReader(this.buffer, from, this.#at);
  }

  /** All that this reader is over, read or not. */
  whole(): Buffer {
    return this.buffer.subarray(this.start, this.end);
  }

  int8(): number {
    return this.buffer.readInt8(this.#skip(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.#skip(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.#skip(4));
  }

  int64(): bigint {
    return this.buffer.readBigInt64BE(this.#skip(8));
  }

  string(): string {
    return this.bytes(this.int16()).toString('utf8');
  }

  latin1(length: number): string {
    const from = this.#skip(length);
    return this.buffer.toString('latin1', from, this.#at);
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

  #skip(length: number): number {
    const from = this.#at;
    if (length < 0 || from + length > this.end) throw new RangeError('out of bounds');
    this.#at = from + length;
    return from;
  }

  #byte(): number {
    if (this.#at >= this.end) throw new RangeError('out of bounds');
    return this.buffer[this.#at++]!;
  }
}
