// Compiles what has changed, then starts: `npm start`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const began = performance.now();
const compiler = spawn(process.execPath, [tsc, '-b'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
let ended;
const stops = ['SIGINT', 'SIGTERM'].map((signal) => [
  signal,
  () => {
    ended ??= signal;
    compiler.kill(signal);
  },
]);
for (const [signal, stop] of stops) process.on(signal, stop);
const [status] = await once(compiler, 'exit');
for (const [signal, stop] of stops) process.off(signal, stop);
if (ended) process.exit(ended === 'SIGINT' ? 130 : 143);
if (status !== 0) {
  console.error('The sources do not compile; npm run build says why.');
  process.exit(1);
}
console.log(`  ${'compiling'.padEnd(44, '.')} ${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s`);
await import(new URL('./dist/main.js', import.meta.url));
