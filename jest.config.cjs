const preset = require('./jest.preset.cjs');
const roots = ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/tools', '<rootDir>/bench/src'];
module.exports = {
  // Tests wait for conditions; this only ends one whose condition never comes.
  testTimeout: 60_000,
  projects: [
    {
      ...preset,
      displayName: 'unit',
      roots,
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.int\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$'],
    },
    {
      ...preset,
      displayName: 'int',
      roots,
      testMatch: ['**/*.int.spec.ts'],
      globalSetup: '<rootDir>/libs/local-stack/test/global-setup.mjs',
      globalTeardown: '<rootDir>/libs/local-stack/test/global-teardown.mjs',
    },
  ],
};
