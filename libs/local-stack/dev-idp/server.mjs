import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const AUDIENCE = 'satualur';
const RESOURCE = 'urn:satualur:services';
const { IDP_PORT, IDP_STAFF, IDP_KEY, IDP_TOKEN_SECONDS } = process.env;

/** The staff by client id; the file is read again when it has changed. */
function staffIn(file) {
  let version = '';
  let staff = new Map();
  return (clientId) => {
    const { mtimeMs, size, ino } = statSync(file);
    if (version !== `${mtimeMs} ${size} ${ino}`) {
      staff = new Map(JSON.parse(readFileSync(file, 'utf8')).map((member) => [member.clientId, member]));
      version = `${mtimeMs} ${size} ${ino}`;
    }
    return staff.get(clientId);
  };
}

async function signingKey(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' };
  writeFileSync(`${file}.new`, JSON.stringify(key), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return key;
}

const asClient = ({ clientId, clientSecret }) => ({
  client_id: clientId,
  client_secret: clientSecret,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
});

/** Clients come from the staff file; nothing else is kept, as tokens are signed and complete in themselves. */
const adapter = (find) => (model) => ({
  find: async (id) => (model === 'Client' && find(id) ? asClient(find(id)) : undefined),
  upsert: async () => undefined,
  destroy: async () => undefined,
});

const find = staffIn(IDP_STAFF);
const provider = new Provider(`http://127.0.0.1:${IDP_PORT}`, {
  adapter: adapter(find),
  jwks: { keys: [await signingKey(IDP_KEY)] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      getResourceServerInfo: () => ({
        scope: '',
        audience: AUDIENCE,
        accessTokenFormat: 'jwt',
        accessTokenTTL: Number(IDP_TOKEN_SECONDS),
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  extraTokenClaims: (_context, token) => {
    const { agency, roles } = find(token.clientId);
    return { agency, roles };
  },
});

createServer(provider.callback()).listen(Number(IDP_PORT), '127.0.0.1');
