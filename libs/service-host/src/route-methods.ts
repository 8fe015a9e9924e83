import type { FastifyInstance } from 'fastify';

interface Route {
  readonly methods: readonly string[];
  readonly matches: RegExp;
}

const routes = new WeakMap<object, Route[]>();

/** Starts to note the routes of a server, before any is added. */
export function noteRoutes(server: FastifyInstance): void {
  const noted: Route[] = [];
  routes.set(server.server, noted);
  server.addHook('onRoute', ({ url, method }) => {
    const pattern = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+');
    noted.push({ methods: [method].flat(), matches: new RegExp(`^${pattern}$`) });
  });
}

/** The methods that a path answers to, in alphabetical order; empty when there is no such path. */
export const allowedMethods = (server: FastifyInstance, path: string): string[] =>
  [
    ...new Set((routes.get(server.server) ?? []).filter((route) => route.matches.test(path)).flatMap((route) => route.methods)),
  ].sort();
