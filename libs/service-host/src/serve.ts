import 'reflect-metadata';
import { telemetry } from './telemetry-start';
import type { Type } from '@nestjs/common';
import { RuntimeException } from '@nestjs/core/errors/exceptions/runtime.exception';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app';
import { callersOf } from './callers';
import { ConfigError, loadConfig } from './config';
import { HealthProbes } from './health';
import { createLog, type Log } from './logging';
import type { RuleStatuses } from './problem';

export { createApp } from './app';
export type { HostParts } from './host.module';

export interface Service {
  readonly service: string;
  readonly module: Type;
  /** Status of each rule of the service; a rule without one answers 409. */
  readonly problems?: RuleStatuses;
}

/**
 * Runs a service until SIGTERM or SIGINT: the whole of its main.ts. Settings come from the environment; a fault in them is told on standard
 * error and ends the process with status 2.
 */
export async function serve({ service, module, problems = {} }: Service): Promise<void> {
  const log = createLog(service);
  endOnCrash(log);
  try {
    telemetry.start(service);
    const config = loadConfig(service);
    const app = await createApp(module, { config, callers: callersOf(config), problems, log });
    await app.listen(config.port, config.host);
    const { port } = app.getHttpServer().address() as { port: number };
    log.info('listening', { host: config.host, port, mode: config.mode });
    stopOnSignal(app, log, config.stopSeconds);
  } catch (error) {
    refuseToStart(error, log);
  }
}

/** Nest's own complaints are of the code alone and are told in full; of any other error the log says where, not what. */
function refuseToStart(error: unknown, log: Log): void {
  if (error instanceof ConfigError || error instanceof RuntimeException) process.stderr.write(`${error.message}\n`);
  if (!(error instanceof ConfigError)) log.error('start-failed', {}, error);
  process.exit(error instanceof ConfigError ? 2 : 1);
}

/** Node would print the error's message, which may quote a person's data. */
function endOnCrash(log: Log): void {
  const crash = (error: unknown): void => {
    log.error('crashed', {}, error);
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

function stopOnSignal(app: NestFastifyApplication, log: Log, seconds: number): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log.info('stopping', { signal });
    setTimeout(() => abandon(log), seconds * 1_000).unref();
    void finish(app, log);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Not ready; no new connections; requests under way are answered; then the modules' shutdown hooks; then what telemetry buffers. */
async function finish(app: NestFastifyApplication, log: Log): Promise<void> {
  try {
    app.get(HealthProbes).stop();
    await app.close();
    await telemetry.stop();
    log.info('stopped');
    process.exit(0);
  } catch (error) {
    log.error('stop-failed', {}, error);
    process.exit(1);
  }
}

function abandon(log: Log): void {
  log.warn('stop-abandoned');
  process.exit(1);
}
