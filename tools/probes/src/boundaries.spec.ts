import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { probes } from './boundaries';

const root = join(__dirname, '../../..');

interface Complaint {
  readonly rule: string | null;
  readonly message: string;
}

/** ESLint loads its configuration by a dynamic import, which Jest's sandbox refuses: so a process of its own, one for all probes. */
function complaintsAbout(planted: readonly { at: string; text: string }[]): readonly (readonly Complaint[])[] {
  const input = JSON.stringify(planted);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'tools/probes/lint-text.mjs')], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Complaint[][];
}

describe('a boundary', () => {
  let answers: ReadonlyMap<string, readonly Complaint[]>;
  beforeAll(() => {
    const complaints = complaintsAbout(probes);
    answers = new Map(probes.map(({ name }, index) => [name, complaints[index]!]));
  }, 300_000);

  it.each(probes.filter(({ rule }) => rule !== undefined))('objects when $name', ({ name, rule, says, at }) => {
    expect(existsSync(join(root, at))).toBe(true);
    const objection = answers.get(name)!.find((complaint) => complaint.rule === rule);
    expect(answers.get(name)!.map((complaint) => complaint.rule)).toContain(rule);
    expect(objection?.message).toMatch(says ?? /./);
  });

  it.each(probes.filter(({ rule }) => rule === undefined))('is silent when $name', ({ name }) =>
    expect(answers.get(name)).toEqual([]),
  );

  it('says what to do instead, wherever the message is ours', () => {
    const ours = [...answers.values()].flat().filter(({ rule }) => rule?.includes('restricted'));
    expect(ours.filter(({ message }) => !/[:.] \S+/.test(message))).toEqual([]);
  });
});
