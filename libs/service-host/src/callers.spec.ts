import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { TOKEN_AUDIENCE } from '@satualur/access/token';
import { callersOf, KnownTokens } from './callers';
import { testConfig } from './testing';

/** An issuer that publishes one key where OpenID Connect Discovery says. */
class Issuer {
  private server: Server | undefined;
  url = '';
  named = '';
  asked = 0;

  async start(jwks: object): Promise<void> {
    this.server = createServer((request, response) => {
      this.asked++;
      const discovery = { issuer: this.named, jwks_uri: `${this.url}/keys` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/keys' ? jwks : discovery));
    }).listen(Number(new URL(this.url || 'http://a:0').port), '127.0.0.1');
    await new Promise((resolve) => this.server!.once('listening', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    this.named = this.url;
  }

  stop(): Promise<void> {
    this.server?.closeAllConnections();
    return new Promise((resolve) => (this.server?.listening ? this.server.close(() => resolve()) : resolve()));
  }
}

describe('the callers of a discovered issuer', () => {
  const issuer = new Issuer();
  let jwks: object;
  let token: () => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] };
    await issuer.start(jwks);
    token = () =>
      new SignJWT({ agency: 'pol-6371', roles: ['caseworker'] })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
        .setSubject('staf-1')
        .setIssuer(issuer.url)
        .setAudience(TOKEN_AUDIENCE)
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(privateKey);
  });
  afterAll(() => issuer.stop());

  const callers = () => callersOf(testConfig('sample', { OIDC_ISSUER: issuer.url }));

  it('are known by a token of that issuer, whose keys are looked up once', async () => {
    const before = issuer.asked;
    const known = callers();
    for (let turn = 0; turn < 3; turn++)
      expect(await known.verify(await token())).toEqual({ staff: 'staf-1', agency: 'pol-6371', roles: ['caseworker'] });
    expect(issuer.asked - before).toBe(2);
    await expect(known.verify(undefined)).rejects.toMatchObject({ code: 'token-missing' });
    await expect(known.verify(`${await token()}x`)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it('are unknown while the issuer is down, and known once it is back, without a restart', async () => {
    const known = callers();
    await issuer.stop();
    await expect(known.verify(await token())).rejects.toMatchObject({ code: 'issuer-unreachable' });
    await issuer.start(jwks);
    expect(await known.verify(await token())).toMatchObject({ staff: 'staf-1' });
  });

  it('are not taken from an address that names another issuer', async () => {
    issuer.named = 'https://lain.example';
    await expect(callers().verify(await token())).rejects.toMatchObject({ code: 'issuer-unreachable' });
    issuer.named = issuer.url;
  });
});

describe('a token verified a moment ago', () => {
  const START = 1_000_000;
  const ending = (exp: number): string => `x.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.x`;
  const known = () => {
    const clock = { ms: START };
    let asked = 0;
    const verify = async (token: string | undefined) => {
      asked++;
      if (token === undefined || token === 'bad') throw new Error('refused');
      return { staff: `asked ${asked}` } as Awaited<ReturnType<KnownTokens['verify']>>;
    };
    return { clock, tokens: new KnownTokens({ verify }, () => clock.ms), asked: () => asked };
  };

  it('is taken as it was for five seconds', async () => {
    const { clock, tokens, asked } = known();
    const token = ending(START);
    await tokens.verify(token);
    clock.ms += 4_999;
    expect(await tokens.verify(token)).toEqual({ staff: 'asked 1' });
    clock.ms += 1;
    expect(await tokens.verify(token)).toEqual({ staff: 'asked 2' });
    expect(asked()).toBe(2);
  });

  it('is not taken beyond its end', async () => {
    const { clock, tokens, asked } = known();
    const token = ending(START / 1_000 + 2);
    await tokens.verify(token);
    clock.ms += 2_000;
    await tokens.verify(token);
    expect(asked()).toBe(2);
  });

  it('is refused each time when it was refused', async () => {
    const { tokens, asked } = known();
    for (const token of ['bad', 'bad', undefined]) await expect(tokens.verify(token)).rejects.toThrow('refused');
    expect(asked()).toBe(3);
  });
});
