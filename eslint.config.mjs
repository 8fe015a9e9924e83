import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import nxPlugin from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

// The boundary rule reads Nx's graph of the workspace from its cache, and keeps silent when there is none: make it first.
process.env.NX_DAEMON = 'false';
const { createProjectGraphAsync } = await import('@nx/devkit');
await createProjectGraphAsync();

const infrastructure = ['@nestjs/*', 'typeorm', 'pg', 'kafkajs'];
const only = (sourceTag, onlyDependOnLibsWithTags, more = {}) => ({ sourceTag, onlyDependOnLibsWithTags, ...more });

/** Who may import whom (style 2.6), by tag. Where the rule's own words say only what is wrong, the patterns below add what to do instead. */
const boundaries = [
  only('type:pure', ['type:pure'], { bannedExternalImports: infrastructure }),
  only('type:platform', ['type:pure', 'type:platform']),
  only('type:service', ['type:pure', 'type:platform'], { bannedExternalImports: ['kafkajs'] }),
  only('type:web', ['scope:contracts'], { bannedExternalImports: infrastructure }),
  only('type:tool', ['type:pure', 'type:platform', 'type:tool']),
  only('scope:checker', ['scope:checker']),
];

const impure = {
  Date: 'A rule asks no clock: take `at` from the command; msOfInstant and instantOf in @satualur/contracts/ids convert.',
  process: 'A rule reads no environment: pass the value in the command, or take it from the registry’s policy events.',
  fetch: 'A rule calls nobody: record the fact as an event and react to it.',
  setTimeout: 'A rule waits for nothing: put a deadline into the due-list with the append.',
  setInterval: 'A rule waits for nothing: put a deadline into the due-list with the append.',
  crypto: 'A rule draws no chance: ids come with the command, sealing is done by the event store.',
  Buffer: 'A rule handles no bytes: encode at the edge.',
};
const pureGlobals = (allowed = []) => [
  'error',
  ...Object.entries(impure)
    .filter(([name]) => !allowed.includes(name))
    .map(([name, message]) => ({ name, message })),
];
const noChance = [
  'error',
  { object: 'Math', property: 'random', message: 'A rule draws no chance: pass the value in the command.' },
];

const kafkaOnlyInMessaging = {
  paths: [
    { name: 'kafkajs', message: 'Only libs/messaging knows Kafka’s client: use the Broker port, @satualur/messaging/broker.' },
  ],
};
const noBarrel = {
  regex: '^\\.\\.?(/.*)?/index$|^\\.\\.?/?$',
  message: 'There are no barrels: import the file that holds the name.',
};

const services = readdirSync(new URL('apps', import.meta.url)).join('|');
const noService = {
  regex: `^@satualur/(${services})(/|$)`,
  message: 'A service is never imported: react to its event from Kafka, or move the shared type into @satualur/contracts.',
};
const noInfrastructure = {
  regex: '^(@nestjs/|typeorm$|pg$|kafkajs$|@satualur/(?!contracts/|decider/))',
  message: 'What is pure is what agencies can install: put what needs Nest, a database or Kafka into a platform library.',
};
const everywhere = [noBarrel, noService];
const ownCodeOnly = {
  regex: '^(?!\\./|node:)',
  message: 'The checker shares no code with what it judges: write it anew here, from the standard or from docs/architecture.md.',
};

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a name that can be searched for, the same at every importer.',
};
const noDefaultCase = {
  selector: 'SwitchCase[test=null]',
  message: 'No `default` in a rulebook: name every case, so that the compiler asks for the one forgotten.',
};
const testFunction = '/^(describe|it|test)$/';
const noSkippedTest = [
  {
    selector: `MemberExpression[object.name=${testFunction}][property.name=/^(skip|only|todo|failing)$/]`,
    message: 'No test is skipped, singled out or promised: mend it, or delete it.',
  },
  {
    selector: 'CallExpression[callee.name=/^(xdescribe|xit|xtest|fdescribe|fit)$/]',
    message: 'No test is skipped or singled out: mend it, or delete it.',
  },
];

/** What a run is made of keeps to one screen; specs and contract suites are lists and may be longer. */
const sizes = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
};
const suites = ['**/*.{spec,contract,cases,reference,story}.ts', '**/test/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.local/**', '.nx/**', '**/golden/**', 'coverage/**'] },
  js.configs.recommended,
  { files: ['**/*.{mjs,cjs,js}'], languageOptions: { globals: nodeGlobals() }, rules: { 'no-warning-comments': 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nxPlugin },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], checkDynamicDependenciesExceptions: ['.*'], depConstraints: boundaries },
      ],
      '@typescript-eslint/no-restricted-imports': ['error', kafkaOnlyInMessaging],
      'no-restricted-imports': ['error', { patterns: everywhere }],
      'no-restricted-syntax': ['error', noDefaultExport],
      'no-warning-comments': 'error',
      'no-console': 'error',
      // Strict JSON and names of people are checked for control characters.
      'no-control-regex': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['**/*.ts'], ignores: suites, rules: sizes },
  { files: suites, rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noSkippedTest] } },
  { files: ['libs/messaging/**/*.ts', 'bench/**/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  // Telemetry is loaded only where an exporter is set, before anything else, so neither an import nor an `await` will do.
  { files: ['libs/service-host/src/telemetry-start.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['tools/**/*.ts', 'bench/**/*.ts', 'libs/local-stack/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['apps/*/src/domain/**/*.ts'],
    ignores: suites,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            noBarrel,
            {
              regex: '^(?!\\./|@satualur/(contracts|decider)(/|$))',
              message:
                'domain/ is pure: only ./, @satualur/contracts and @satualur/decider. What a rule needs comes in with the command.',
            },
          ],
        },
      ],
      'no-restricted-globals': pureGlobals(),
      'no-restricted-properties': noChance,
      'no-restricted-syntax': ['error', noDefaultExport, noDefaultCase],
    },
  },
  { files: ['tools/checker/src/**/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [noBarrel, ownCodeOnly] }] } },
  {
    files: ['contracts', 'decider', 'case-timeline'].map((name) => `libs/${name}/src/**/*.ts`),
    ignores: ['**/*.spec.ts', '**/stories/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [...everywhere, noInfrastructure] }],
      'no-restricted-globals': pureGlobals(),
      'no-restricted-properties': noChance,
    },
  },
  {
    // Named exceptions: ids.ts turns an instant it was given into text and back (`new Date(ms)`, no clock is read) and lays out
    // the bytes of a UUID; cast.ts spells the instants of the examples; bytes.ts is where an event becomes the bytes that are hashed;
    // wita.ts spells an instant in the province's own time.
    files: ['contracts/src/ids', 'contracts/src/cast', 'contracts/src/bytes', 'case-timeline/src/wita'].map(
      (name) => `libs/${name}.ts`,
    ),
    rules: {
      'no-restricted-globals': pureGlobals(['Date', 'Buffer']),
      'no-restricted-syntax': ['error', noDefaultExport, noClockRead()],
    },
  },
);

/** The exceptions above may convert a given instant, not ask what time it is. */
function noClockRead() {
  return {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0], MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Only a given instant is converted here: take milliseconds as an argument.',
  };
}

function nodeGlobals() {
  const names = ['process', 'console', 'Buffer', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'];
  const commonjs = ['require', 'module', '__dirname', '__filename', 'exports', 'AbortController', 'AbortSignal', 'performance'];
  return Object.fromEntries([...names, ...commonjs].map((name) => [name, 'readonly']));
}
