import { createHash } from 'node:crypto';

/** SHA-256, hex, over lines each ended by a line feed. */
export async function digestOf(lines: AsyncIterable<string> | Iterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for await (const line of lines) hash.update(line).update('\n');
  return hash.digest('hex');
}
