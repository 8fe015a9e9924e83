import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `npm run check` and `npm test` counted, for `.ci/run` to add up. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, 'node_modules/.cache/satualur');
const pathOf = (name) => join(folder, `${name}.json`);

export function save(name, value) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(pathOf(name), JSON.stringify(value));
}
save.path = (name) => (mkdirSync(folder, { recursive: true }), pathOf(name));

export const remove = (name) => rmSync(pathOf(name), { force: true });

/** `undefined` where nothing was saved. */
export function read(name) {
  try {
    return JSON.parse(readFileSync(pathOf(name), 'utf8'));
  } catch {
    return undefined;
  }
}
