// Installs the peers when they are missing, compiles what has changed, then measures: `npm run bench`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const stamp = new URL('node_modules/.satualur-lock', import.meta.url);
const lock = createHash('sha256')
  .update(readFileSync(new URL('package-lock.json', import.meta.url)))
  .digest('hex');

function must(status, help) {
  if (status === 0) return;
  console.error(help);
  process.exit(1);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('Installing the peers (once).');
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: here, stdio: 'inherit' });
  must(npm.status, 'npm ci failed in bench/: see the lines above.');
  writeFileSync(stamp, lock);
}

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
for (const project of ['..', '.']) {
  const built = spawnSync(process.execPath, [tsc, '-b', project], { cwd: here, stdio: 'inherit' });
  must(built.status, 'The sources do not compile; npm run build says why.');
}
await import(new URL('dist/main.js', import.meta.url));
