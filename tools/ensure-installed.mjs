import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Installs from the lock file when `node_modules` is missing or was made from another lock. Needs nothing but Node. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.satualur-lock');
const oldestNode = [20, 19];

function contentOf(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

const lockHash = () =>
  createHash('sha256')
    .update(contentOf(join(root, 'package-lock.json')) ?? '')
    .digest('hex');

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(
    `Satu Alur needs Node ${oldestNode.join('.')} or newer, this is ${process.versions.node}: install it and try again.`,
  );
  process.exit(1);
}

/** `npm ci` refuses a tree with foreign-platform binaries missing from the lock (nx, swc), so `install`; the lock stays as it is. */
function install() {
  const missing = contentOf(join(root, 'node_modules', '.package-lock.json')) === undefined;
  const changed =
    contentOf(stamp) === undefined ? 'to be sure that they are those of package-lock.json' : 'package-lock.json has changed';
  console.log(`Installing packages: ${missing ? 'there are none yet (one or two minutes)' : `${changed} (once)`}.`);
  const npm = spawnSync('npm', ['install', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (npm.status === 0) return writeFileSync(stamp, lockHash());
  console.error('npm install failed: see the lines above; with no network, copy node_modules from a machine that has it.');
  process.exit(1);
}

refuseOldNode();
if (contentOf(stamp)?.toString() !== lockHash()) install();
