import { spawnSync } from 'node:child_process';
import { root, save } from './results.mjs';
import { steps } from './steps.mjs';

/** `npm run check`: every step is run, also after one has failed; exit status 1 if any did. */
function run({ name, args, help }) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${status === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
  if (status !== 0) console.log(`${stdout}${stderr}\n          what helps: ${help}\n`);
  return status === 0;
}

const outcomes = steps.map(run);
const passed = outcomes.filter(Boolean).length;
const failed = outcomes.length - passed;
save('check', { passed, failed });
console.log(`check: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
