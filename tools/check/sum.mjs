import { read } from './results.mjs';

/** Adds up what was saved under the given names; one that saved nothing has failed. */
const results = process.argv.slice(2).map((name) => read(name) ?? { passed: 0, failed: 1 });
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
