// Compiles what has changed, then soaks: `npm run soak`; with `planted` as the first word, plants the bugs: `npm run soak:planted`.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const built = spawnSync(process.execPath, [tsc, '-b', 'tools/soak', 'apps/timeline'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(2);

const [first, ...rest] = process.argv.slice(2);
const [entry, args] = first === 'planted' ? ['planted/planted.main.js', rest] : ['main.js', process.argv.slice(2)];
const file = fileURLToPath(new URL(`./dist/${entry}`, import.meta.url));
const run = spawn(process.execPath, ['--max-old-space-size=6144', file, ...args], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => run.kill(signal));
run.once('exit', (status) => process.exit(status ?? 2));
