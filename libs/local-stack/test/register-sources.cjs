/** Lets `node --conditions=@satualur/source --require` this file run the TypeScript sources, with the same transform as jest. */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');
const [[, options]] = Object.values(require('../../../jest.preset.cjs').transform);
Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename, swcrc: false });
  module._compile(code, filename);
};
