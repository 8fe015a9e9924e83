import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type DevIdp, fetchToken, startDevIdp } from './dev-idp';

const dewi = {
  clientId: 'staff-dewi-fiktif',
  clientSecret: 'only-for-this-test',
  agency: 'dinsos-contoh',
  roles: ['caseworker'],
};
const budi = { ...dewi, clientId: 'staff-budi-fiktif', roles: ['supervisor', 'reviewer'] };

describe('the development identity provider', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dev-idp-'));
  let idp: DevIdp;
  const verify = async (token: string) =>
    jwtVerify(token, createRemoteJWKSet(new URL(`${idp.issuer}/jwks`)), { issuer: idp.issuer, audience: 'satualur' });

  beforeAll(async () => {
    idp = await startDevIdp({ dataDir, logDir: dataDir, staff: [dewi] });
  });
  afterAll(async () => {
    await idp.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('issues a signed token that says who, of which agency, in which roles', async () => {
    const { payload, protectedHeader } = await verify(await fetchToken(idp.issuer, dewi));
    expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(payload).toMatchObject({ sub: dewi.clientId, agency: 'dinsos-contoh', roles: ['caseworker'], aud: 'satualur' });
    expect((payload.exp as number) - (payload.iat as number)).toBe(600);
  });

  it('refuses a wrong secret and an unknown client', async () => {
    await expect(fetchToken(idp.issuer, { ...dewi, clientSecret: 'wrong' })).rejects.toThrow('invalid_client');
    await expect(fetchToken(idp.issuer, budi)).rejects.toThrow('invalid_client');
  });

  it('knows new staff at once, and forgets those who left', async () => {
    idp.setStaff([budi]);
    const { payload } = await verify(await fetchToken(idp.issuer, budi));
    expect(payload).toMatchObject({ sub: budi.clientId, roles: ['supervisor', 'reviewer'] });
    await expect(fetchToken(idp.issuer, dewi)).rejects.toThrow('invalid_client');
  });
});
