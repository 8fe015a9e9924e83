import { join, resolve } from 'node:path';
import { freePorts } from './free-port';
import { type RunningProcess, startProcess } from './processes';
import { writePrivately } from './secrets';

/** One demo staff member: a client of the development identity provider. */
export interface StaffMember {
  /** The pseudonymous staff id, `sub` in its tokens. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly agency: string;
  readonly roles: readonly string[];
}

export interface DevIdp {
  /** What services get as OIDC_ISSUER. */
  readonly issuer: string;
  readonly process: RunningProcess;
  /** Replaces who can get tokens; takes effect at once. */
  setStaff(staff: readonly StaffMember[]): void;
  stop(): Promise<void>;
}

export interface DevIdpOptions {
  /** Where the staff file and the signing key are kept. */
  readonly dataDir: string;
  readonly logDir: string;
  readonly staff: readonly StaffMember[];
  /** How long a token is good, seconds; 600 by default. */
  readonly tokenSeconds?: number;
  /** Aborted while it starts, it is stopped. */
  readonly ending?: AbortSignal | undefined;
}

/**
 * Starts the identity provider for development as a process of its own on a free port of 127.0.0.1: client credentials at
 * `<issuer>/token` (client_secret_basic), JWT access tokens signed ES256 for the audience `satualur`.
 * @throws Error with the tail of its log, Ended
 */
export async function startDevIdp(options: DevIdpOptions): Promise<DevIdp> {
  const [port] = (await freePorts(1)) as [number];
  const issuer = `http://127.0.0.1:${port}`;
  const staffFile = join(options.dataDir, 'staff.secret');
  const setStaff = (staff: readonly StaffMember[]) => writePrivately(staffFile, JSON.stringify(staff, null, 2));
  setStaff(options.staff);
  const process = await startProcess({
    name: 'dev-idp',
    entry: resolve(__dirname, '../dev-idp/server.mjs'),
    env: {
      IDP_PORT: String(port),
      IDP_STAFF: staffFile,
      IDP_KEY: join(options.dataDir, 'dev-idp-key.secret'),
      IDP_TOKEN_SECONDS: String(options.tokenSeconds ?? 600),
    },
    logDir: options.logDir,
    readyUrl: `${issuer}/.well-known/openid-configuration`,
    ending: options.ending,
  });
  return { issuer, process, setStaff, stop: () => process.stop() };
}

/**
 * An access token for a staff member.
 * @throws Error when the issuer refuses
 */
export async function fetchToken(issuer: string, member: Pick<StaffMember, 'clientId' | 'clientSecret'>): Promise<string> {
  const credentials = [member.clientId, member.clientSecret].map(encodeURIComponent).join(':');
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!response.ok) throw new Error(`the issuer refused a token: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
