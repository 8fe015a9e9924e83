import { TokenVerifier, Unauthenticated } from '@satualur/access/token';
import { z } from 'zod';
import type { Config } from './config';

/** Who a bearer token speaks for; throws Unauthenticated. */
export type Callers = Pick<TokenVerifier, 'verify'>;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const DISCOVERY_TIMEOUT_MS = 5_000;

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
  return {
    verify: async (token) => {
      verifier ??= found();
      try {
        return await (await verifier).verify(token);
      } catch (error) {
        if (error instanceof Unauthenticated && error.code === 'issuer-unreachable') verifier = undefined;
        throw error;
      }
    },
  };
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
