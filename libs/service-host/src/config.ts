import { readFileSync } from 'node:fs';
import { AgencyKey } from '@satualur/contracts/ids';
import { z } from 'zod';

/** Services whose database role has a password of its own, made from a cell secret (details 4). */
export const CELL_SECRETS = [
  'intake',
  'referral',
  'victim-services',
  'registry',
  'timeline',
  'log',
  'migrator',
  'vault',
] as const;
export type CellSecret = (typeof CELL_SECRETS)[number];

const ALGORITHMS = ['ES256', 'EdDSA', 'RS256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export type Mode = 'demo' | 'development' | 'production';
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Config {
  readonly service: string;
  readonly mode: Mode;
  readonly host: string;
  /** 0 asks for a free port. */
  readonly port: number;
  readonly database: { readonly host: string; readonly port: number };
  readonly kafka: { readonly brokers: readonly string[]; readonly username?: string; readonly password?: string };
  /** The one issuer of tokens; its key address is discovered when `jwksUri` is not given. */
  readonly oidc: {
    readonly issuer: string;
    readonly jwksUri?: string;
    readonly tokenType: string;
    readonly algorithms: readonly Algorithm[];
  };
  /** The agencies hosted by this process. */
  readonly agencies: 'all' | readonly AgencyKey[];
  /** Whether this process runs the sequencer and relay of its stores (details 2). */
  readonly log: boolean;
  /** Requests a minute and caller. */
  readonly requestsPerMinute: number;
  /** Time for a request to arrive whole. */
  readonly requestSeconds: number;
  /** Time to finish what is under way after SIGTERM; whoever starts the process waits 20 s. */
  readonly stopSeconds: number;
  /** Throws ConfigError that names the variable when the secret was not given. */
  readonly cellSecret: (of: CellSecret) => string;
  /** Throws ConfigError that names the variable when the secret was not given. */
  readonly vaultMasterSecret: () => string;
  /** Credentials that only the provisioner holds (details 4): to make databases and roles, topics and ACLs. Throws as above. */
  readonly provisioner: () => { readonly database: Credentials; readonly kafka: Credentials };
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Every secret that provisioning an agency takes. */
export type CellSecrets = Readonly<Record<CellSecret | 'master', string>>;

/** Throws ConfigError that names the first variable not given. */
export const cellSecretsOf = (config: Config): CellSecrets => {
  const named = CELL_SECRETS.map((of) => [of, config.cellSecret(of)] as const);
  return { ...(Object.fromEntries(named) as Record<CellSecret, string>), master: config.vaultMasterSecret() };
};

/** One line a variable, naming it and what is wanted, never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const SECRET_LENGTH = 32;
const secret = z.string().min(SECRET_LENGTH, `must have at least ${SECRET_LENGTH} characters`).optional();
const password = z.string().min(12, 'must have at least 12 characters').optional();
const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((value) => value <= 65_535, 'must be a port number')
    .prefault(String(fallback));
const seconds = (fallback: number) =>
  z
    .string()
    .regex(/^([1-9]|1\d)$/, 'must be from 1 to 19')
    .transform(Number)
    .prefault(String(fallback));
const host = z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'must be a host name or address');
const list = (text: string): string[] => text.split(',').map((item) => item.trim());
const variableOf = (of: CellSecret): string => `CELL_SECRET_${of.toUpperCase().replace('-', '_')}`;

const areKeys = (value: unknown): boolean => value === 'all' || z.array(AgencyKey).safeParse(value).success;
const Agencies = z
  .string()
  .transform((text): unknown => (text === 'all' ? text : list(text)))
  .pipe(z.custom<'all' | readonly AgencyKey[]>(areKeys, 'must be `all` or agency keys with commas between'));

const Variables = z.object({
  MODE: z.enum(['demo', 'development', 'production'], 'must be demo, development or production').prefault('production'),
  HOST: host.prefault('127.0.0.1'),
  PORT: port(0),
  DATABASE_HOST: host.prefault('127.0.0.1'),
  DATABASE_PORT: port(5432),
  KAFKA_BROKERS: z
    .string('must be given as host:port, with commas between several')
    .transform(list)
    .pipe(z.array(z.string().regex(/^[A-Za-z0-9.-]+:\d{1,5}$/, 'must be host:port, with commas between several'))),
  KAFKA_USERNAME: z.string().min(1, 'must not be empty').optional(),
  KAFKA_PASSWORD: password,
  DATABASE_PROVISIONER_PASSWORD: password,
  KAFKA_PROVISIONER_PASSWORD: password,
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'must be the http(s) address of the token issuer' }),
  OIDC_JWKS_URI: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  OIDC_TOKEN_TYPE: z.string().min(1, 'must not be empty').prefault('at+jwt'),
  OIDC_ALGORITHMS: z
    .string()
    .prefault('ES256')
    .transform(list)
    .pipe(z.array(z.enum(ALGORITHMS, `must be from ${ALGORITHMS.join(', ')}, with commas between`))),
  AGENCIES: Agencies.prefault('all'),
  LOG: z.enum(['on', 'off'], 'must be on or off').prefault('off'),
  REQUESTS_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'must be a whole number from 1')
    .transform(Number)
    .prefault('6000'),
  REQUEST_SECONDS: seconds(15),
  STOP_SECONDS: seconds(18),
  VAULT_MASTER_SECRET: secret,
  ...Object.fromEntries(CELL_SECRETS.map((of) => [variableOf(of), secret])),
});

/**
 * Reads the environment of one service. A variable `X` that holds a secret may be given as `X_FILE`, the name of a file that holds it.
 * Throws ConfigError with one line for each variable at fault.
 */
export function loadConfig(service: string, env: Environment = process.env): Config {
  const given = withFiles(env);
  const parsed = Variables.safeParse(given);
  if (!parsed.success) throw new ConfigError(linesOf(parsed.error));
  const values = parsed.data;
  if (values.MODE === 'production') {
    refuseDevelopmentIssuer('OIDC_ISSUER', values.OIDC_ISSUER);
    if (values.OIDC_JWKS_URI !== undefined) refuseDevelopmentIssuer('OIDC_JWKS_URI', values.OIDC_JWKS_URI);
  }
  return {
    service,
    mode: values.MODE,
    host: values.HOST,
    port: values.PORT,
    database: { host: values.DATABASE_HOST, port: values.DATABASE_PORT },
    kafka: {
      brokers: values.KAFKA_BROKERS,
      ...(values.KAFKA_USERNAME !== undefined && { username: values.KAFKA_USERNAME }),
      ...(values.KAFKA_PASSWORD !== undefined && { password: values.KAFKA_PASSWORD }),
    },
    oidc: {
      issuer: values.OIDC_ISSUER,
      tokenType: values.OIDC_TOKEN_TYPE,
      algorithms: values.OIDC_ALGORITHMS,
      ...(values.OIDC_JWKS_URI !== undefined && { jwksUri: values.OIDC_JWKS_URI }),
    },
    agencies: values.AGENCIES,
    log: values.LOG === 'on',
    requestsPerMinute: values.REQUESTS_PER_MINUTE,
    requestSeconds: values.REQUEST_SECONDS,
    stopSeconds: values.STOP_SECONDS,
    cellSecret: (of) => required(given, variableOf(of)),
    vaultMasterSecret: () => required(given, 'VAULT_MASTER_SECRET'),
    provisioner: () => ({ database: credentials(given, 'DATABASE_PROVISIONER'), kafka: credentials(given, 'KAFKA_PROVISIONER') }),
  };
}

const linesOf = (error: z.ZodError): string =>
  [...new Map(error.issues.map((issue) => [issue.path[0], `${String(issue.path[0])}: ${issue.message}`])).values()].join('\n');

function required(env: Environment, variable: string): string {
  const value = env[variable];
  if (value === undefined) throw new ConfigError(`${variable}: must be given`);
  return value;
}

const credentials = (env: Environment, prefix: string): Credentials => ({
  username: required(env, `${prefix}_USERNAME`),
  password: required(env, `${prefix}_PASSWORD`),
});

const SECRET_FILE = /^(CELL_SECRET_\w+|VAULT_MASTER_SECRET|(KAFKA|DATABASE_PROVISIONER|KAFKA_PROVISIONER)_PASSWORD)_FILE$/;

function withFiles(env: Environment): Environment {
  const fromFiles = Object.keys(env)
    .filter((name) => SECRET_FILE.test(name))
    .map((name) => [name.slice(0, -'_FILE'.length), contentOf(name, env[name]!)] as const);
  return { ...env, ...Object.fromEntries(fromFiles) };
}

function contentOf(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigError(`${variable}: file cannot be read`);
  }
}

/** Tokens decide who sees a victim's record, so production trusts only an issuer elsewhere, over TLS (details 4). */
function refuseDevelopmentIssuer(variable: string, address: string): void {
  const { hostname, protocol } = new URL(address);
  if (/^((.+\.)?localhost\.?|127\.[\d.]+|0\.0\.0\.0|\[.*\])$/.test(hostname))
    throw new ConfigError(`${variable}: an issuer on this machine is refused outside demo and development mode`);
  if (protocol !== 'https:') throw new ConfigError(`${variable}: must be an https address outside demo and development mode`);
}

export interface TelemetrySettings {
  /** What goes out by OTLP; where to, and with which headers, the exporters read themselves. */
  readonly otlp: { readonly traces: boolean; readonly metrics: boolean };
  readonly metricsEveryMs: number;
  readonly prometheusHost: string;
  readonly prometheusPort?: number;
}

/** As the OpenTelemetry SDK reads it: an address for both or for the one, unless its exporters are named without OTLP. */
function sendsByOtlp(env: Environment, signal: 'TRACES' | 'METRICS'): boolean {
  const named = ['OTEL_EXPORTER_OTLP_ENDPOINT', `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`].filter(
    (name) => env[name] !== undefined,
  );
  const faulty = named.find((name) => !URL.canParse(env[name]!));
  if (faulty !== undefined) throw new ConfigError(`${faulty}: must be an address`);
  return named.length > 0 && list(env[`OTEL_${signal}_EXPORTER`] ?? 'otlp').includes('otlp');
}

/** Undefined when no exporter is set, which leaves telemetry off. Throws ConfigError. */
export function telemetrySettings(env: Environment = process.env): TelemetrySettings | undefined {
  const { OTEL_EXPORTER_PROMETHEUS_PORT: prometheus, OTEL_METRIC_EXPORT_INTERVAL: every = '60000' } = env;
  const otlp = { traces: sendsByOtlp(env, 'TRACES'), metrics: sendsByOtlp(env, 'METRICS') };
  if (!otlp.traces && !otlp.metrics && prometheus === undefined) return undefined;
  if (prometheus !== undefined && !/^\d{1,5}$/.test(prometheus))
    throw new ConfigError('OTEL_EXPORTER_PROMETHEUS_PORT: must be a port number');
  if (!/^[1-9]\d{0,8}$/.test(every)) throw new ConfigError('OTEL_METRIC_EXPORT_INTERVAL: must be milliseconds, from 1');
  return {
    otlp,
    metricsEveryMs: Number(every),
    prometheusHost: env.OTEL_EXPORTER_PROMETHEUS_HOST ?? '127.0.0.1',
    ...(prometheus !== undefined && { prometheusPort: Number(prometheus) }),
  };
}
