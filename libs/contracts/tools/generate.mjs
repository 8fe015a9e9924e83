import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Writes the catalogue, schemas and golden files from the compiled contracts; with `--check` only says what has drifted (status 1).
const root = fileURLToPath(new URL('../../..', import.meta.url));
const compiled = new URL('../dist/published/artefacts.js', import.meta.url);
if (!existsSync(compiled)) {
  console.error('The contracts are not compiled yet: npx tsc -b libs/contracts');
  process.exit(2);
}
const { artefacts } = createRequire(import.meta.url)(fileURLToPath(compiled));
const checkOnly = process.argv.includes('--check');

let complaints = 0;
for (const { path, text, objection } of artefacts()) {
  const file = join(root, path);
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (committed === text) continue;
  const because = committed === undefined ? undefined : objection(committed);
  if (because || checkOnly) {
    complaints++;
    console.error(because ? `${path}: ${because}; make it a new version of the event` : `${path}: differs from the contracts`);
    continue;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${path}`);
}
process.exit(complaints === 0 ? 0 : 1);
