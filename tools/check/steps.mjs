import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './results.mjs';

const bin = (path) => join(root, 'node_modules', path);

/** Every project's `tools/*.mjs` with a `--check` of its own: it compares what it would write with what is committed. */
function generators() {
  return ['libs', 'apps']
    .flatMap((kind) => readdirSync(join(root, kind)).map((name) => join(kind, name, 'tools')))
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.mjs'));
}

/** name, node arguments, what helps. */
export const steps = [
  { name: 'types', args: [bin('typescript/bin/tsc'), '-b'], help: 'npm run build' },
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0'], help: 'npm run lint -- --fix' },
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'], help: 'npm run format' },
  { name: 'unused code', args: [bin('knip/bin/knip.js'), '--no-progress'], help: 'delete it, or name its use in knip.json' },
  { name: 'lock file', args: [join(root, 'tools/check/lock-file.mjs')], help: 'npm install, then commit package-lock.json' },
  ...generators().map((file) => ({ name: file, args: [join(root, file), '--check'], help: `node ${file}` })),
];
