import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { INDEX } from './places';
import { base64Forms } from './traces';

export interface Needle {
  readonly name: string;
  readonly forms: readonly Buffer[];
}

/** The ways in which bytes can stand in a file: raw, hex, base64 of both alphabets. */
export function formsOfBytes(bytes: Buffer): readonly Buffer[] {
  const base64 = base64Forms(bytes);
  const texts = [
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [bytes, ...[...new Set(texts)].map((text) => Buffer.from(text))];
}

type Named = readonly [string, Buffer];

function byFirstBytes(needles: readonly Needle[]): readonly (readonly Named[] | undefined)[] {
  const table: Named[][] = Array.from({ length: 65_536 });
  for (const { name, forms } of needles)
    for (const form of forms) (table[form.readUInt16LE(0)] ??= []).push([name, form] as const);
  return table;
}

/** Reads each file below a directory once, whatever the number of needles: `<name> in <file>` for each that stands there. */
export function scanFiles(directory: string, needles: readonly Needle[]): readonly string[] {
  const table = byFirstBytes(needles);
  const found = new Set<string>();
  for (const file of readdirSync(directory, { recursive: true }) as string[]) {
    if (INDEX.test(file)) continue;
    const bytes = bytesOf(join(directory, file));
    for (let at = 0; at < bytes.length - 1; at++) {
      const candidates = table[bytes[at]! | (bytes[at + 1]! << 8)];
      if (candidates === undefined) continue;
      for (const [name, form] of candidates)
        if (bytes.compare(form, 0, form.length, at, Math.min(at + form.length, bytes.length)) === 0)
          found.add(`${name} in ${file}`);
    }
  }
  return [...found].sort();
}

/** Empty for a directory, and for a file that was just removed. */
function bytesOf(path: string): Buffer {
  try {
    return statSync(path).isFile() ? readFileSync(path) : Buffer.alloc(0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
