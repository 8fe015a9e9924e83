import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type JWTHeaderParameters, SignJWT } from 'jose';
import { bearerToken, TokenVerifier, type TokenSettings, Unauthenticated } from './token';

const issuerKeys = {
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const claims = { sub: 'staff-17', agency: 'pol-contoh', roles: ['caseworker'] };

let server: Server;
let origin: string;
let asked: string[] = [];
let settings: TokenSettings;

beforeAll(async () => {
  const keys = [
    { ...(await exportJWK(issuerKeys.ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
    { ...(await exportJWK(issuerKeys.rsa.publicKey)), kid: 'rsa', use: 'sig' },
  ];
  const evil = [{ ...(await exportJWK(attacker.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' }];
  server = createServer((request, response) => {
    asked.push(request.url!);
    if (request.url === '/broken') return void response.writeHead(500).end();
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: request.url === '/jwks' ? keys : evil }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  settings = { issuer: origin, jwksUri: `${origin}/jwks`, mode: 'development' };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => (asked = []));

const now = () => Math.floor(Date.now() / 1000);
interface Forged {
  readonly payload?: object;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: KeyObject | Uint8Array;
}
const token = ({ payload, header, key = issuerKeys.ec.privateKey }: Forged = {}): Promise<string> =>
  new SignJWT({ iss: origin, aud: 'satualur', iat: now(), exp: now() + 300, ...claims, ...payload })
    .setProtectedHeader({ alg: 'ES256', kid: 'ec', typ: 'at+jwt', ...header })
    .sign(key);
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const verify = (text: string | undefined, changed: Partial<TokenSettings> = {}) =>
  new TokenVerifier({ ...settings, ...changed }).verify(text);
const refusal = (text: string | undefined, changed: Partial<TokenSettings> = {}): Promise<unknown> =>
  verify(text, changed).then(
    () => 'accepted',
    (error: unknown) => error,
  );

describe('a token of the issuer', () => {
  it('names the caller', async () =>
    expect(await verify(await token())).toEqual({ staff: 'staff-17', agency: 'pol-contoh', roles: ['caseworker'] }));

  it('may name several audiences, and an algorithm that is allowed', async () => {
    const rsa = await token({
      header: { alg: 'RS256', kid: 'rsa' },
      key: issuerKeys.rsa.privateKey,
      payload: { aud: ['x', 'satualur'] },
    });
    expect(await verify(rsa, { algorithms: ['ES256', 'RS256'] })).toMatchObject({ staff: 'staff-17' });
  });

  it('is accepted within the clock tolerance', async () =>
    expect(await verify(await token({ payload: { exp: now() - 20, nbf: now() + 20 } }))).toMatchObject({ staff: 'staff-17' }));

  it('is not asked for again and again: one look at the keys for many tokens', async () => {
    const verifier = new TokenVerifier(settings);
    for (let index = 0; index < 5; index++) await verifier.verify(await token());
    expect(asked).toEqual(['/jwks']);
  });
});

const publicPem = () => issuerKeys.rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString();
function hmacOverPublicKey(): string {
  const text = `${encoded({ alg: 'HS256', kid: 'rsa', typ: 'at+jwt' })}.${encoded({ iss: origin, aud: 'satualur', iat: now(), exp: now() + 300, ...claims })}`;
  return `${text}.${createHmac('sha256', publicPem()).update(text).digest('base64url')}`;
}
const unsigned = (alg: string) =>
  `${encoded({ alg, typ: 'at+jwt', kid: 'ec' })}.${encoded({ iss: origin, aud: 'satualur', iat: now(), exp: now() + 300, ...claims })}.`;

const attacks: Record<string, { readonly make: () => string | undefined | Promise<string>; readonly code: string }> = {
  'no token': { make: () => undefined, code: 'token-missing' },
  'not a token': { make: () => 'x.y', code: 'token-invalid' },
  'a huge token, though signed': { make: () => token({ payload: { more: 'a'.repeat(10_000) } }), code: 'token-invalid' },
  'alg none': { make: () => unsigned('none'), code: 'token-invalid' },
  'alg None': { make: () => unsigned('None'), code: 'token-invalid' },
  'ES256 without a signature': { make: () => unsigned('ES256'), code: 'token-invalid' },
  'HMAC keyed with the public key': { make: hmacOverPublicKey, code: 'token-invalid' },
  'an algorithm of the issuer that is not allowed': {
    make: () => token({ header: { alg: 'RS256', kid: 'rsa' }, key: issuerKeys.rsa.privateKey }),
    code: 'token-invalid',
  },
  'another’s key under the issuer’s kid': { make: () => token({ key: attacker.privateKey }), code: 'token-invalid' },
  'jku to another’s keys': {
    make: () => token({ key: attacker.privateKey, header: { jku: `${origin}/evil` } }),
    code: 'token-invalid',
  },
  'x5u to another’s certificate': {
    make: () => token({ key: attacker.privateKey, header: { x5u: `${origin}/evil` } }),
    code: 'token-invalid',
  },
  'its own key in the header': {
    make: async () => token({ key: attacker.privateKey, header: { jwk: await exportJWK(attacker.publicKey) } }),
    code: 'token-invalid',
  },
  'a kid that is a path': {
    make: () => token({ key: attacker.privateKey, header: { kid: '../../evil' } }),
    code: 'token-invalid',
  },
  'a kid that is SQL': { make: () => token({ key: attacker.privateKey, header: { kid: `' OR 1=1 --` } }), code: 'token-invalid' },
  'a kid that is no text': {
    make: async () => {
      const [, payload, signature] = (await token()).split('.');
      return `${encoded({ alg: 'ES256', typ: 'at+jwt', kid: { $ne: 1 } })}.${payload}.${signature}`;
    },
    code: 'token-invalid',
  },
  'an unknown critical header': {
    make: () => {
      const header = encoded({ alg: 'ES256', kid: 'ec', typ: 'at+jwt', crit: ['x'], x: 1 });
      const text = `${header}.${encoded({ iss: origin, aud: 'satualur', iat: now(), exp: now() + 300, ...claims })}`;
      const signature = sign('sha256', Buffer.from(text), { key: issuerKeys.ec.privateKey, dsaEncoding: 'ieee-p1363' });
      return `${text}.${signature.toString('base64url')}`;
    },
    code: 'token-invalid',
  },
  'another audience': { make: () => token({ payload: { aud: 'other-service' } }), code: 'token-invalid' },
  'no audience': { make: () => token({ payload: { aud: undefined } }), code: 'token-invalid' },
  'another issuer': { make: () => token({ payload: { iss: 'https://other.example' } }), code: 'token-invalid' },
  'an ID token': { make: () => token({ header: { typ: 'JWT' } }), code: 'token-invalid' },
  'no type': { make: () => token({ header: { typ: undefined as never } }), code: 'token-invalid' },
  expired: { make: () => token({ payload: { exp: now() - 61 } }), code: 'token-expired' },
  'without an end': { make: () => token({ payload: { exp: undefined } }), code: 'token-invalid' },
  'not yet valid': { make: () => token({ payload: { nbf: now() + 90 } }), code: 'token-not-yet-valid' },
  'claims changed after signing': {
    make: async () => {
      const [header, , signature] = (await token()).split('.');
      return `${header}.${encoded({ iss: origin, aud: 'satualur', iat: now(), exp: now() + 300, ...claims, roles: ['secretariat'] })}.${signature}`;
    },
    code: 'token-invalid',
  },
  'a role that does not exist': { make: () => token({ payload: { roles: ['caseworker', 'root'] } }), code: 'token-claims' },
  'no roles': { make: () => token({ payload: { roles: [] } }), code: 'token-claims' },
  'roles that are a text': { make: () => token({ payload: { roles: 'secretariat' } }), code: 'token-claims' },
  'no agency': { make: () => token({ payload: { agency: undefined } }), code: 'token-claims' },
  'an agency that is no key': { make: () => token({ payload: { agency: 'Pol"; DROP' } }), code: 'token-claims' },
  'a subject that is no staff id': { make: () => token({ payload: { sub: 'Siti Fiktif/secretariat' } }), code: 'token-claims' },
};

describe('a token that is no proof', () => {
  it.each(Object.entries(attacks))('%s', async (_, { make, code }) => {
    const text = await make();
    const error = await refusal(text, { clockToleranceSeconds: 60 });
    expect(error).toBeInstanceOf(Unauthenticated);
    expect(error).toMatchObject({ code });
    expect(asked).not.toContain('/evil');
  });

  it('is never repeated in the error', async () => {
    const text = await token({ payload: { aud: 'other' } });
    const error = (await refusal(text)) as Error;
    const said = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join();
    for (const part of text.split('.')) expect(said).not.toContain(part);
    expect(said).not.toContain('staff-17');
  });
});

describe('the issuer', () => {
  it('that does not answer is told apart from a bad token', async () =>
    expect(await refusal(await token(), { jwksUri: `${origin}/broken` })).toMatchObject({ code: 'issuer-unreachable' }));

  it.each([
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://127.8.8.8:1',
    'http://[::1]:1',
    'http://0.0.0.0',
    'http://idp.localhost',
    'http://LOCALHOST.',
  ])('on this machine is refused in production: %s', (local) => {
    const production = { mode: 'production', issuer: 'https://idp.example', jwksUri: 'https://idp.example/jwks' } as const;
    expect(() => new TokenVerifier({ ...production, issuer: local })).toThrow(RangeError);
    expect(() => new TokenVerifier({ ...production, jwksUri: local })).toThrow(RangeError);
    expect(() => new TokenVerifier(production)).not.toThrow();
    expect(() => new TokenVerifier({ ...production, mode: 'demo', issuer: local, jwksUri: local })).not.toThrow();
  });

  it.each([-1, 61, NaN])('is not trusted with a clock tolerance of %s s', (clockToleranceSeconds) =>
    expect(() => new TokenVerifier({ ...settings, clockToleranceSeconds })).toThrow(RangeError),
  );
});

describe('the Authorization header', () => {
  it.each([
    ['Bearer abc.def.ghi', 'abc.def.ghi'],
    ['bearer abc', 'abc'],
    ['Basic abc', undefined],
    ['Bearer a b', undefined],
    ['Bearer ', undefined],
    [undefined, undefined],
  ])('%s', (header, expected) => expect(bearerToken(header)).toBe(expected));
});
