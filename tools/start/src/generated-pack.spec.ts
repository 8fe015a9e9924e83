import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedPack } from './generated-pack';
import { inputsOf, msOf } from './inputs';
import { readPack } from './pack';

describe('a generated pack', () => {
  const dir = mkdtempSync(join(tmpdir(), 'pack-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const written = (victims: number, seed: number): string => {
    const file = join(dir, `${victims}-${seed}.json`);
    writeFileSync(file, JSON.stringify(generatedPack(victims, seed)));
    return file;
  };

  it('is of the format, and the same for the same seed', () => {
    const pack = readPack(written(39, 1), []);
    expect(pack).toEqual(readPack(written(39, 1), []));
    expect(pack.records.length).toBeGreaterThanOrEqual(39);
  });

  it('holds a refusal of every kind that these services give', () => {
    const { refusedCommands } = readPack(written(39, 1), []);
    expect([...new Set(refusedCommands.map(({ because }) => because))].sort()).toEqual([
      ...['ConsentWithdrawn', 'DuplicateOpen', 'Expired', 'GuardianConflict', 'IllegalTransition', 'RecipientInactive'],
    ]);
  });

  it('has no input at or after B, and names no referral before it is sent', () => {
    const pack = readPack(written(130, 2), []);
    const inputs = inputsOf(pack);
    expect(inputs.every(({ atMs }) => atMs < msOf(pack.asOf.B))).toBe(true);
    const seen = new Set<string>();
    for (const input of inputs) {
      if (input.do === 'send') seen.add(input.referral.referralId);
      if (input.do === 'refused' && input.refused.referralId !== undefined) expect(seen.has(input.refused.referralId)).toBe(true);
    }
  });
});
