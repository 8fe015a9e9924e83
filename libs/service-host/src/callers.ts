import { createHash } from 'node:crypto';
import type { Caller } from '@satualur/access/access';
import { TokenVerifier, Unauthenticated } from '@satualur/access/token';
import { z } from 'zod';
import type { Config } from './config';

/** Who a bearer token speaks for; throws Unauthenticated. */
export type Callers = Pick<TokenVerifier, 'verify'>;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const DISCOVERY_TIMEOUT_MS = 5_000;
/** So long a token that was verified is taken as it was, and never beyond its end. */
const KNOWN_MS = 5_000;
const MOST_KNOWN = 1_000;

/** Tokens verified a moment ago, by their hash. */
export class KnownTokens implements Callers {
  private readonly known = new Map<string, { readonly caller: Caller; readonly until: number }>();

  constructor(
    private readonly verifier: Callers,
    private readonly now: () => number = Date.now,
  ) {}

  async verify(token: string | undefined): Promise<Caller> {
    if (token === undefined) return this.verifier.verify(token);
    const hash = createHash('sha256').update(token).digest('base64');
    const held = this.known.get(hash);
    if (held && held.until > this.now()) return held.caller;
    const caller = await this.verifier.verify(token);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(hash, { caller, until: Math.min(this.now() + KNOWN_MS, endOf(token)) });
    return caller;
  }
}

/** Of a token that was verified: the claim `exp` in milliseconds. */
function endOf(token: string): number {
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as { readonly exp: number };
  return exp * 1_000;
}

/**
 * The verifier of the configured issuer, whose key address is asked from the issuer itself (OpenID Connect Discovery 1.0) with the first
 * token, so that a service starts while its issuer is still down.
 */
export function callersOf({ oidc, mode }: Config): Callers {
  let verifier: Promise<TokenVerifier> | undefined;
  const found = async (): Promise<TokenVerifier> =>
    new TokenVerifier({
      issuer: oidc.issuer,
      jwksUri: oidc.jwksUri ?? (await discover(oidc.issuer)),
      mode,
      type: oidc.tokenType,
      algorithms: oidc.algorithms,
    });
  return new KnownTokens({
    verify: async (token) => {
      verifier ??= found();
      try {
        return await (await verifier).verify(token);
      } catch (error) {
        if (error instanceof Unauthenticated && error.code === 'issuer-unreachable') verifier = undefined;
        throw error;
      }
    },
  });
}

async function discover(issuer: string): Promise<string> {
  try {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS), redirect: 'error' });
    const { issuer: named, jwks_uri } = Discovery.parse(await answer.json());
    if (named === issuer) return jwks_uri;
  } catch {
    throw new Unauthenticated('issuer-unreachable');
  }
  throw new Unauthenticated('issuer-unreachable');
}
