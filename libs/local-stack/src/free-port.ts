import { randomInt } from 'node:crypto';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Below what systems lend to outgoing connections (Linux from 32768 on, others from 49152): none of those takes a port before it is used. */
const [LOWEST, HIGHEST] = [15_000, 32_767];
const TRIES = 1_000;

/** Ports on 127.0.0.1 that nobody listens on now, all different. Throws when there are none. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => onAnyPort()));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function onAnyPort(): Promise<Server> {
  for (let tries = TRIES; tries > 0; tries--) {
    const server = await listening(randomInt(LOWEST, HIGHEST + 1));
    if (server) return server;
  }
  throw new Error(`no port of 127.0.0.1 is free between ${LOWEST} and ${HIGHEST}`);
}

/** undefined when somebody listens there. */
function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) =>
    server.once('error', () => resolve(undefined)).listen(port, '127.0.0.1', () => resolve(server)),
  );
}
