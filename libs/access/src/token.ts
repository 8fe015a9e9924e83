import { AgencyKey } from '@satualur/contracts/ids';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { type Caller, ROLES } from './access';

export const TOKEN_AUDIENCE = 'satualur';

export interface TokenSettings {
  readonly issuer: string;
  /** Where the issuer publishes its keys; a token never says where. */
  readonly jwksUri: string;
  readonly mode: 'demo' | 'development' | 'production';
  /** Default ES256 alone. */
  readonly algorithms?: readonly ('ES256' | 'EdDSA' | 'RS256')[];
  /** The header's `typ` (RFC 9068); default `at+jwt`, so that an ID token is no access token. */
  readonly type?: string;
  /** 0 to 60; default 30. */
  readonly clockToleranceSeconds?: number;
}

export type TokenProblem =
  'token-missing' | 'token-expired' | 'token-not-yet-valid' | 'token-invalid' | 'token-claims' | 'issuer-unreachable';

/** Nobody is known to ask. Never holds any part of the token. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
  constructor(readonly code: TokenProblem) {
    super(code);
  }
}

const Claims = z.object({
  sub: z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/),
  agency: AgencyKey,
  roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
});

const MAX_TOKEN_CHARACTERS = 8_192;
const MAX_TOLERANCE_SECONDS = 60;

/** Knows who asks from an access token of one issuer. */
export class TokenVerifier {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;
  private readonly tolerance: number;

  /** Throws RangeError for an issuer on this machine outside demo and development, and for a tolerance over a minute. */
  constructor(private readonly settings: TokenSettings) {
    this.tolerance = settings.clockToleranceSeconds ?? 30;
    if (!(this.tolerance >= 0 && this.tolerance <= MAX_TOLERANCE_SECONDS))
      throw new RangeError('clock tolerance is 0 to 60 seconds');
    const jwksUri = new URL(settings.jwksUri);
    const local = isLoopback(new URL(settings.issuer)) || isLoopback(jwksUri);
    if (settings.mode === 'production' && local) throw new RangeError('an issuer on this machine is for development only');
    this.keys = createRemoteJWKSet(jwksUri);
  }

  /** Throws Unauthenticated unless the token names a caller. */
  async verify(token: string | undefined): Promise<Caller> {
    if (!token) throw new Unauthenticated('token-missing');
    if (token.length > MAX_TOKEN_CHARACTERS) throw new Unauthenticated('token-invalid');
    const claims = Claims.safeParse(await this.payloadOf(token));
    if (!claims.success) throw new Unauthenticated('token-claims');
    const { sub, agency, roles } = claims.data;
    return { staff: sub, agency, roles: [...new Set(roles)] };
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { issuer, algorithms = ['ES256'], type = 'at+jwt' } = this.settings;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer,
        audience: TOKEN_AUDIENCE,
        algorithms: [...algorithms],
        typ: type,
        clockTolerance: this.tolerance,
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      return payload;
    } catch (error) {
      throw new Unauthenticated(problemOf(error));
    }
  }
}

/** The token of an `Authorization: Bearer` header (RFC 6750). */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];

/** Errors of jose that say something of the issuer's key set, not of the token. */
const ISSUER_ERRORS: ReadonlySet<string> = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

function problemOf(error: unknown): TokenProblem {
  if (error instanceof errors.JWTExpired) return 'token-expired';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return 'token-not-yet-valid';
  return error instanceof errors.JOSEError && !ISSUER_ERRORS.has(error.code) ? 'token-invalid' : 'issuer-unreachable';
}

const isLoopback = ({ hostname }: URL): boolean =>
  /^(.+\.)?localhost\.?$/.test(hostname) ||
  /^127\.|^0\.0\.0\.0$/.test(hostname) ||
  /^\[(::1?|::ffff:7f[0-9a-f]*:[0-9a-f]+)\]$/.test(hostname);
