import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { read, remove, root, save } from '../check/results.mjs';

/**
 * Runs the tiers of `jest.config.cjs` one after the other, prints the time of every suite, saves the sums for `.ci/run`.
 * `node tools/test/test.mjs [tier …] [-- jest options]`; a tier without tests, a skipped test and a suite that does not load have failed.
 */
const require = createRequire(import.meta.url);
const tiers = require(join(root, 'jest.config.cjs')).projects.map((project) => project.displayName);
const split = process.argv.indexOf('--');
const asked = process.argv.slice(2, split < 0 ? undefined : split);
const jestOptions = split < 0 ? [] : process.argv.slice(split + 1);

function runJest(tier) {
  remove(`test-${tier}-jest`);
  const report = ['--json', `--outputFile=${save.path(`test-${tier}-jest`)}`];
  const jest = [join(root, 'node_modules/jest/bin/jest.js'), '-c', 'jest.config.cjs', '--selectProjects', tier, '--maxWorkers=2'];
  const env = { ...process.env, TZ: process.env.TZ ?? 'UTC' };
  const { status, signal } = spawnSync(process.execPath, [...jest, ...report, ...jestOptions], {
    cwd: root,
    stdio: 'inherit',
    env,
    timeout,
  });
  if (signal)
    console.error(`${tier} was stopped after ${timeout / 60_000} minutes: a test waits for ever, or its process does not end.`);
  return status;
}

/** Far above what a tier takes; it turns a hanging run into a failed one. */
const timeout = 20 * 60_000;

const secondsOf = ({ startTime, endTime }) => ((endTime - startTime) / 1000).toFixed(1).padStart(7);

function sumOf(tier, status) {
  const report = read(`test-${tier}-jest`);
  if (report === undefined) return { tier, passed: 0, failed: 1, suites: [] };
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + report.numRuntimeErrorTestSuites;
  const suites = report.testResults.map(
    (suite) => `${secondsOf(suite)} s  ${suite.status.padEnd(6)}  ${relative(root, suite.name)}`,
  );
  return { tier, passed: report.numPassedTests, failed: Math.max(failed, status === 0 ? 0 : 1), suites: suites.sort().reverse() };
}

function run(tier) {
  const started = Date.now();
  const status = runJest(tier);
  return { ...sumOf(tier, status), seconds: (Date.now() - started) / 1000 };
}

const unknown = asked.filter((tier) => !tiers.includes(tier));
if (unknown.length > 0) {
  console.error(`No tier called ${unknown.join(', ')}: there are ${tiers.join(', ')}.`);
  process.exit(2);
}

const results = (asked.length > 0 ? asked : tiers).map(run);
for (const { tier, suites, seconds } of results) {
  console.log(`\n${tier}: ${suites.length} suites in ${seconds.toFixed(1)} s, slowest first\n${suites.join('\n')}`);
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
save('test', { passed, failed });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
