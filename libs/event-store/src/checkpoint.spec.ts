import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { hlcOf } from '@satualur/contracts/hlc';
import { BadCheckpoint, type CheckpointSigner, openCheckpoint, originOf, signCheckpoint } from './checkpoint';
import { EMPTY_ROOT } from './merkle';

const newSigner = (): CheckpointSigner => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { sign: (message) => sign(null, message, privateKey), publicKey: publicKey.export({ format: 'jwk' }).x! };
};
const signer = newSigner();
const origin = originOf('pol-6310');
const unsigned = { origin, size: 7, root: EMPTY_ROOT, watermark: hlcOf(1_770_000_000_000, 3) };
const checkpoint = signCheckpoint(unsigned, signer);
const expected = { origin, publicKey: signer.publicKey };
const opening =
  (note: string, by: { readonly origin: string; readonly publicKey: string } = expected) =>
  () =>
    openCheckpoint(note, by);

describe('a checkpoint', () => {
  it('is a C2SP signed note with the watermark as an extension line', () =>
    expect(checkpoint.note).toMatch(
      /^satualur\/pol-6310\n7\n47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=\nwatermark 019c1c38a4000003\n\n— satualur\/pol-6310 [A-Za-z0-9+/]{91}=\n$/,
    ));

  it('carries the key id that signed notes define', () => {
    const [, signature] = /— \S+ (\S+)\n$/.exec(checkpoint.note)!;
    const id = createHash('sha256')
      .update(`${origin}\n`)
      .update(Buffer.from([1]))
      .update(Buffer.from(signer.publicKey, 'base64url'))
      .digest();
    expect(Buffer.from(signature!, 'base64').subarray(0, 4)).toEqual(id.subarray(0, 4));
  });

  it('opens to what was signed', () => expect(openCheckpoint(checkpoint.note, expected)).toEqual(checkpoint));

  it('opens with signatures of witnesses beside it', () => {
    const witnessed = `${checkpoint.note}— saksi.example ${Buffer.alloc(72).toString('base64')}\n`;
    expect(openCheckpoint(witnessed, expected)).toMatchObject({ size: 7 });
  });

  it.each<[string, string]>([
    ['another size', checkpoint.note.replace('\n7\n', '\n8\n')],
    ['another watermark', checkpoint.note.replace('0003\n', '0004\n')],
    ['another root', checkpoint.note.replace('47DE', '47DF')],
    ['no signature', checkpoint.note.slice(0, checkpoint.note.indexOf('—'))],
    ['text before it', `x\n${checkpoint.note}`],
    ['a size with a leading zero', checkpoint.note.replace('\n7\n', '\n07\n')],
    ['nothing at all', ''],
  ])('with %s is refused', (_, note) => expect(opening(note)).toThrow(BadCheckpoint));

  it('of another log or key is refused', () => {
    expect(opening(checkpoint.note, { ...expected, origin: originOf('rs-6310') })).toThrow(BadCheckpoint);
    expect(opening(checkpoint.note, { origin, publicKey: newSigner().publicKey })).toThrow(BadCheckpoint);
  });

  it('whose key id is right and signature is not is refused', () => {
    const seed = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]);
    const foreign = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
    const forged = signCheckpoint(unsigned, { publicKey: signer.publicKey, sign: (message) => sign(null, message, foreign) });
    expect(opening(forged.note)).toThrow(BadCheckpoint);
  });
});
