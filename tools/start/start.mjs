// Compiles what has changed, then starts: `npm start`.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const began = performance.now();
const built = spawnSync(process.execPath, [tsc, '-b'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
if (built.status !== 0) {
  console.error('The sources do not compile; npm run build says why.');
  process.exit(1);
}
console.log(`  ${'compiling'.padEnd(44, '.')} ${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s`);
await import(new URL('./dist/main.js', import.meta.url));
