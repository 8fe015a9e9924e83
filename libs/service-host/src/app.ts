import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyReply } from 'fastify';
import type { Config } from './config';
import { serveDocs } from './docs';
import { addEdgeHooks, rawProblem } from './edge-hooks';
import { HealthProbes } from './health';
import { HostModule, type HostParts } from './host.module';
import { answerAndLinger } from './linger';
import type { Log } from './logging';
import { problemOfStatus } from './problem';
import { sendProblem } from './problem.filter';
import { noteRoutes } from './route-methods';
import { MAX_BODY_BYTES } from './strict-json';
import { HYBRID_CLOCK, LOG } from './tokens';

const MAX_HEADER_BYTES = 16 * 1024;

const serverOptions = ({ requestSeconds }: Config): FastifyHttpOptions<Server> => ({
  logger: false,
  trustProxy: false,
  bodyLimit: MAX_BODY_BYTES,
  requestTimeout: requestSeconds * 1_000,
  keepAliveTimeout: 65_000,
  return503OnClosing: false,
  forceCloseConnections: 'idle',
  http: {
    requireHostHeader: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: requestSeconds * 1_000,
    connectionsCheckingInterval: 500,
  },
  frameworkErrors: (error, _request, reply) =>
    sendProblem(reply as unknown as FastifyReply, problemOfStatus(error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 404 : 400)),
  clientErrorHandler: (error, socket) => refuseSocket(error as { code?: string }, socket as Socket),
});

function refuseSocket(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  answerAndLinger(socket, rawProblem(error));
}

/** A service as it runs, up to the point of listening: what `serve` starts and tests reach by `app.inject`. */
export async function createApp(module: Type, parts: HostParts): Promise<NestFastifyApplication> {
  @Module({ imports: [HostModule.forRoot(parts), module] })
  class ServiceModule {}
  const adapter = new FastifyAdapter(serverOptions(parts.config));
  noteRoutes(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(ServiceModule, adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  const directives = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };
  await app.register(helmet as never, { contentSecurityPolicy: { useDefaults: false, directives } });
  addEdgeHooks(adapter.getInstance(), { hybrid: app.get(HYBRID_CLOCK), log: app.get<Log>(LOG), probes: app.get(HealthProbes) });
  if (parts.config.mode !== 'production') serveDocs(app, parts.config.service);
  await app.init();
  await adapter.getInstance().ready();
  return app;
}
