import { createReadStream, existsSync } from 'node:fs';

/** The lines of a file as they are, without their line feeds; of one that is not there, none. */
export async function* linesOf(file: string): AsyncGenerator<Buffer> {
  if (!existsSync(file)) return;
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    let from = 0;
    for (let end = bytes.indexOf(10, from); end >= 0; end = bytes.indexOf(10, from)) {
      yield bytes.subarray(from, end);
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
  if (rest.length > 0) yield rest;
}

/** Rows of a dump made by COPY in CSV: none of the columns holds a comma or a quote. */
export async function* rowsOf(file: string): AsyncGenerator<readonly string[]> {
  for await (const line of linesOf(file)) yield line.toString('utf8').split(',');
}
