/** Bytes of a zigzag varint that stands for `value`, a 31-bit number. */
export const sizeOfVarint = (value: number): number => {
  let rest = zigzag(value) >>> 0;
  let size = 1;
  while ((rest >>>= 7) > 0) size++;
  return size;
};

/** Bytes of a block of `length` bytes with the length in front; -1 is none. */
export const sizeOfBlock = (length: number): number => sizeOfVarint(length) + Math.max(0, length);

const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

/** Writes Kafka's primitive encodings into a buffer that has room for them. */
export class ByteWriter {
  constructor(
    private readonly buffer: Buffer,
    private at: number,
  ) {}

  zeros(count: number): void {
    for (let end = this.at + count; this.at < end;) this.buffer[this.at++] = 0;
  }

  varint(value: number): void {
    let rest = zigzag(value) >>> 0;
    for (; rest > 0x7f; rest >>>= 7) this.buffer[this.at++] = (rest & 0x7f) | 0x80;
    this.buffer[this.at++] = rest;
  }

  /** The bytes behind their length; nothing behind -1. */
  block(bytes: Buffer | null): void {
    if (bytes === null) return this.varint(-1);
    this.varint(bytes.length);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** The text in UTF-8 behind its length in bytes. */
  text(text: string): void {
    const start = this.at;
    this.varint(text.length);
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return this.wideText(text, start);
      this.buffer[this.at++] = code;
    }
  }

  private wideText(text: string, start: number): void {
    this.at = start;
    this.varint(Buffer.byteLength(text));
    this.at += this.buffer.write(text, this.at);
  }
}
