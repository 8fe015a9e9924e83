import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const SIGNATURE = /^\u2014 /;

/** Signed notes that stand in a file one behind the other, a blank line after each. */
export async function* notesIn(file: string): AsyncIterable<string> {
  let lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line === '' && SIGNATURE.test(lines.at(-1) ?? '')) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    } else lines.push(line);
  }
  if (lines.some((line) => line !== '')) yield `${lines.join('\n')}\n`;
}
