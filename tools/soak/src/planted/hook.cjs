/**
 * Lets a process run the TypeScript sources; with SOAK_PLANT set, those files that the plant names are changed as they are loaded,
 * in this process only.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const Module = require('node:module');
const { transformSync } = require('@swc/core');
require('../../../../libs/local-stack/test/register-sources.cjs');

const root = join(__dirname, '../../../..');
const [[, options]] = Object.values(require('../../../../jest.preset.cjs').transform);
const name = process.env.SOAK_PLANT;

if (name) {
  const { plantNamed, planted } = require('./plants.ts');
  const { edits } = plantNamed(name);
  const load = Module._extensions['.ts'];
  Module._extensions['.ts'] = (module, filename) => {
    const own = edits.filter(({ file }) => join(root, file) === filename);
    if (own.length === 0) return load(module, filename);
    const text = own.reduce(planted, readFileSync(filename, 'utf8'));
    const { code } = transformSync(text, { ...options, filename, swcrc: false });
    module._compile(code, filename);
  };
}
