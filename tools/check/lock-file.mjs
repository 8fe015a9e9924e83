import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './results.mjs';

/** The lock file says every package's hash and no host, fits every package.json, and no package runs a script that nobody allowed. */
const path = join(root, 'package-lock.json');
const committed = readFileSync(path, 'utf8');
const { packages } = JSON.parse(committed);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const installed = Object.entries(packages).filter(([at, entry]) => at.includes('node_modules/') && !entry.link);
const nameOf = (at) => at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length);

function lockMadeAnew() {
  const npm = spawnSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root });
  const anew = readFileSync(path, 'utf8');
  if (anew !== committed) writeFileSync(path, committed);
  return npm.status === 0 ? anew : undefined;
}

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([, range]) => !exact.test(range));
const complaints = [
  ...installed.filter(([, entry]) => /^https?:/.test(entry.resolved ?? '')).map(([at]) => `${at}: names a host`),
  ...installed.filter(([, entry]) => !entry.integrity).map(([at]) => `${at}: has no hash`),
  ...installed
    .filter(([at, entry]) => entry.hasInstallScript && !(nameOf(at) in manifest.allowScripts))
    .map(([at]) => `${at}: has an install script, say in package.json's allowScripts whether it may run`),
  ...loose.map(([name, range]) => `${name}: version ${range} is not exact`),
  ...(lockMadeAnew() === committed ? [] : ['package-lock.json does not fit the package.json files']),
];
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exit(1);
}
