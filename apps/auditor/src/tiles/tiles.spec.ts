import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash } from '@satualur/contracts/bytes';
import { exported, newSigner, notesOf } from '../stories/specimen.story';
import { encodeBundle, decodeBundle } from './bundle';
import { ExportWriter, NotEmpty } from './export-writer';
import { tilePath, widthOf } from './tile-path';
import { pathOfIndex, readWholeLog } from './tlog-client.reference';
import { readVerifierKey, verifierKey } from './verifier-key';

let root: string;
beforeAll(() => (root = mkdtempSync(join(tmpdir(), 'auditor-tiles-'))));
afterAll(() => rmSync(root, { recursive: true }));

const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));

describe('paths of tiles', () => {
  it.each([
    [0, 0, 256, 'tile/0/000'],
    [0, 5, 1, 'tile/0/005.p/1'],
    [1, 999, 255, 'tile/1/999.p/255'],
    [0, 1000, 256, 'tile/0/x001/000'],
    [0, 1234067, 256, 'tile/0/x001/x234/067'],
    [63, 12, 256, 'tile/63/012'],
    ['entries', 1234067, 12, 'tile/entries/x001/x234/067.p/12'],
  ] as const)('of level %s, index %i, width %i: %s', (level, index, width, path) => {
    expect(tilePath(level, index, width)).toBe(path);
    expect(path).toContain(`/${pathOfIndex(index)}`);
  });

  it.each([
    [0, 272, 256],
    [0, 273, 112],
    [0, 274, 0],
    [1, 0, 256],
    [1, 1, 17],
    [2, 0, 1],
    [3, 0, 0],
  ])('a log of 70,000 has at level %i in tile %i %i hashes', (level, index, width) =>
    expect(widthOf(level, index, 70_000)).toBe(width),
  );
});

describe('an export', () => {
  const signer = newSigner();
  const exportOf = (name: string, events: readonly Buffer[], size = events.length) => {
    const named = events.map((bytes) => Buffer.from(JSON.stringify({ hlc: '019c1c38a4000003', bytes: bytes.toString() })));
    return exported(join(root, name), { log: 'pol-6371', events: named, notes: notesOf(named, [size], signer), signer });
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => Buffer.from(String(index)));

  it.each([1, 2, 255, 256, 257, 512, 700])(
    'of %i events is read whole by a client that knows only the specification',
    async (size) => {
      const { size: read, entries } = readWholeLog(await exportOf(`of-${size}`, numbers(size)));
      expect(read).toBe(size);
      expect(entries.map((entry) => (JSON.parse(entry.toString()) as { bytes: string }).bytes)).toEqual(
        numbers(size).map(String),
      );
    },
  );

  it('of 70,000 events holds the tiles of the specification’s own example, and no other', async () => {
    const dir = await exportOf('of-70000', numbers(70_000));
    const files = filesBelow(join(dir, 'tile'));
    const at = (place: string) => files.filter((file) => file.startsWith(place));
    expect(at('0/').filter((file) => !file.includes('.p/'))).toHaveLength(273);
    expect(at('0/').filter((file) => file.includes('.p/'))).toEqual(['0/273.p/112']);
    expect(at('1/').sort()).toEqual(['1/000', '1/001.p/17']);
    expect(at('2/')).toEqual(['2/000.p/1']);
    expect(
      at('entries/')
        .map((file) => file.slice('entries'.length))
        .sort(),
    ).toEqual(
      at('0/')
        .map((file) => file.slice(1))
        .sort(),
    );
    expect(files).toHaveLength(2 * 274 + 3);
    expect(readWholeLog(dir).size).toBe(70_000);
  });

  it('of 256 events has one full tile and the first hash of the level above', async () => {
    const dir = await exportOf('of-exactly-256', numbers(256));
    expect(filesBelow(join(dir, 'tile')).sort()).toEqual(['0/000', '1/000.p/1', 'entries/000']);
  });

  it.each(['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1', 'tile/entries/000', 'checkpoint'])(
    'is found wrong by that client when one bit of %s is',
    async (path) => {
      const dir = await exportOf(`bit-${path.replaceAll('/', '-')}`, numbers(300));
      const bytes = readFileSync(join(dir, path));
      bytes[20]! ^= 1;
      writeFileSync(join(dir, path), bytes);
      expect(() => readWholeLog(dir)).toThrow();
    },
  );

  it('goes into an empty folder only', async () => {
    const dir = await exportOf('twice', numbers(1));
    await expect(ExportWriter.open(dir)).rejects.toThrow(NotEmpty);
  });
});

describe('a bundle', () => {
  const entries = [Buffer.from('a'), Buffer.alloc(65_535, 7), Buffer.alloc(0)];

  it('puts the length before each entry, big-endian', () =>
    expect(encodeBundle([Buffer.from('ab'), Buffer.from('c')])).toEqual(Buffer.from([0, 2, 97, 98, 0, 1, 99])));
  it('gives the entries back', () => expect(decodeBundle(encodeBundle(entries))).toEqual(entries));
  it('is read as far as it goes', () =>
    expect(decodeBundle(encodeBundle([Buffer.from('ab'), Buffer.from('cd')]).subarray(0, 7))).toEqual([Buffer.from('ab')]));
  it('has leaves that are hashes of what stands behind the lengths', () =>
    expect(leafHash(decodeBundle(encodeBundle(entries))[0]!)).toEqual(leafHash(Buffer.from('a'))));
});

describe('a verifier key', () => {
  const { publicKey } = newSigner();

  it('is read back', () =>
    expect(readVerifierKey(`${verifierKey('satualur/pol-6371', publicKey)}\n`)).toEqual({
      name: 'satualur/pol-6371',
      publicKey,
    }));
  it.each([
    '',
    'satualur/pol-6371',
    `satualur/rs-6371+${verifierKey('satualur/pol-6371', publicKey).split('+').slice(1).join('+')}`,
  ])('is none when it is %p', (text) => expect(readVerifierKey(text)).toBeUndefined());

  /** The key of the Go checksum database, as its documentation prints it. */
  it('is what other programs print', () => {
    const known = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    const { name, publicKey: key } = readVerifierKey(known)!;
    expect(verifierKey(name, key)).toBe(known);
  });
});
