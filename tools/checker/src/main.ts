import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check';

/** `node tools/checker/dist/main.js <folder of a run>`; exit status 0 holds, 1 violated, 2 could not say. */
async function main(folder: string | undefined): Promise<number> {
  if (!folder || !existsSync(join(folder, 'dumps/manifest.json'))) {
    console.error('usage: node tools/checker/dist/main.js <folder of a run with dumps/manifest.json>');
    return 2;
  }
  const verdict = await check(folder);
  console.log(JSON.stringify(verdict, null, 2));
  return verdict.findings.length === 0 ? 0 : 1;
}

main(process.argv[2]).then(
  (status) => (process.exitCode = status),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
