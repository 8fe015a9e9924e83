import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellSecretsOf, ConfigError, type Environment, loadConfig, telemetrySettings } from './config';

const production = { KAFKA_BROKERS: 'a.example:9092, b.example:9092', OIDC_ISSUER: 'https://id.example/realms/satualur' };
const long = 'x'.repeat(32);

function faultOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
}
const fault = (env: Environment) => faultOf(() => loadConfig('intake', { ...production, ...env }));

describe('the configuration', () => {
  it('has safe defaults', () =>
    expect(loadConfig('intake', production)).toMatchObject({
      service: 'intake',
      mode: 'production',
      host: '127.0.0.1',
      port: 0,
      database: { host: '127.0.0.1', port: 5432 },
      kafka: { brokers: ['a.example:9092', 'b.example:9092'] },
      oidc: { issuer: production.OIDC_ISSUER, tokenType: 'at+jwt', algorithms: ['ES256'] },
      agencies: 'all',
      log: false,
    }));

  it('reads what is given', () =>
    expect(
      loadConfig('intake', {
        ...{ ...production, MODE: 'demo', HOST: '0.0.0.0', PORT: '8080', AGENCIES: 'pol-6371, dinsos-6371', LOG: 'on' },
        ...{ KAFKA_USERNAME: 'intake', KAFKA_PASSWORD: 'x'.repeat(12), OIDC_ALGORITHMS: 'RS256,ES256', OIDC_TOKEN_TYPE: 'JWT' },
      }),
    ).toMatchObject({
      ...{ mode: 'demo', host: '0.0.0.0', port: 8080, agencies: ['pol-6371', 'dinsos-6371'], log: true },
      ...{ kafka: { username: 'intake', password: 'x'.repeat(12) }, oidc: { algorithms: ['RS256', 'ES256'], tokenType: 'JWT' } },
    }));

  it.each([
    ['MODE', 'debug', 'must be demo, development or production'],
    ['PORT', '70000', 'must be a port number'],
    ['PORT', '8080x', 'must be a port number'],
    ['HOST', 'a b', 'must be a host name or address'],
    ['KAFKA_BROKERS', undefined, 'must be given as host:port, with commas between several'],
    ['KAFKA_BROKERS', 'a.example', 'must be host:port, with commas between several'],
    ['KAFKA_PASSWORD', 'pendek', 'must have at least 12 characters'],
    ['OIDC_ISSUER', undefined, 'must be the http(s) address of the token issuer'],
    ['OIDC_ISSUER', 'file:///etc/passwd', 'must be the http(s) address of the token issuer'],
    ['OIDC_ALGORITHMS', 'none', 'must be from ES256, EdDSA, RS256, with commas between'],
    ['AGENCIES', 'POL-6371', 'must be `all` or agency keys with commas between'],
    ['LOG', 'yes', 'must be on or off'],
    ['REQUESTS_PER_MINUTE', '0', 'must be a whole number from 1'],
    ['STOP_SECONDS', '20', 'must be from 1 to 19'],
    ['VAULT_MASTER_SECRET', 'x'.repeat(31), 'must have at least 32 characters'],
    ['CELL_SECRET_INTAKE', 'rahasia', 'must have at least 32 characters'],
    ['CELL_SECRET_VICTIM_SERVICES', 'rahasia', 'must have at least 32 characters'],
  ])('says of %s=%s that it %s', (variable, value, wanted) => {
    const message = fault({ [variable]: value });
    expect(message).toBe(`${variable}: ${wanted}`);
    if (value !== undefined && value.length > 3) expect(message).not.toContain(value);
  });

  it('names every variable at fault, one a line', () =>
    expect(fault({ PORT: 'x', LOG: 'x' })).toBe('PORT: must be a port number\nLOG: must be on or off'));

  it.each([
    'http://localhost:3000',
    'https://127.0.0.1/',
    'https://127.9.9.9',
    'https://[::1]:1',
    'https://id.localhost',
    'https://LOCALHOST.',
    'https://0.0.0.0',
  ])('refuses the issuer %s in production, and takes it in development', (issuer) => {
    expect(fault({ OIDC_ISSUER: issuer })).toBe(
      'OIDC_ISSUER: an issuer on this machine is refused outside demo and development mode',
    );
    expect(fault({ OIDC_JWKS_URI: issuer })).toMatch(/^OIDC_JWKS_URI: /);
    expect(fault({ OIDC_ISSUER: issuer, MODE: 'development' })).toBe('none');
    expect(fault({ OIDC_ISSUER: issuer, MODE: 'demo' })).toBe('none');
  });

  it('refuses tokens over a line that anybody can read', () =>
    expect(fault({ OIDC_ISSUER: 'http://id.example' })).toBe(
      'OIDC_ISSUER: must be an https address outside demo and development mode',
    ));

  it('asks for a secret only when it is used, by its variable', () => {
    const config = loadConfig('intake', { ...production, CELL_SECRET_VICTIM_SERVICES: long });
    expect(config.cellSecret('victim-services')).toBe(long);
    expect(faultOf(() => config.cellSecret('intake'))).toBe('CELL_SECRET_INTAKE: must be given');
    expect(faultOf(config.vaultMasterSecret)).toBe('VAULT_MASTER_SECRET: must be given');
    expect(faultOf(() => cellSecretsOf(config))).toBe('CELL_SECRET_INTAKE: must be given');
    expect(faultOf(config.provisioner)).toBe('DATABASE_PROVISIONER_USERNAME: must be given');
  });

  it('reads secrets from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    const file = join(folder, 'secret');
    writeFileSync(file, `${long}\n`);
    expect(loadConfig('intake', { ...production, CELL_SECRET_LOG_FILE: file }).cellSecret('log')).toBe(long);
    writeFileSync(file, 'pendek\n');
    expect(fault({ CELL_SECRET_LOG_FILE: file })).toBe('CELL_SECRET_LOG: must have at least 32 characters');
    expect(fault({ KAFKA_PASSWORD_FILE: join(folder, 'none') })).toBe('KAFKA_PASSWORD_FILE: file cannot be read');
    rmSync(folder, { recursive: true });
  });

  it('leaves telemetry off unless an exporter is set', () => {
    expect(telemetrySettings({})).toBeUndefined();
    expect(telemetrySettings({ OTEL_EXPORTER_PROMETHEUS_PORT: '9464' })).toEqual({
      ...{ otlp: { traces: false, metrics: false }, metricsEveryMs: 60_000 },
      ...{ prometheusHost: '127.0.0.1', prometheusPort: 9464 },
    });
    expect(faultOf(() => telemetrySettings({ OTEL_EXPORTER_PROMETHEUS_PORT: 'x' }))).toBe(
      'OTEL_EXPORTER_PROMETHEUS_PORT: must be a port number',
    );
    expect(faultOf(() => telemetrySettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'x' }))).toBe(
      'OTEL_EXPORTER_OTLP_ENDPOINT: must be an address',
    );
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318' }, { traces: true, metrics: true }],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a:4318/v1/traces' }, { traces: true, metrics: false }],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://a:4318/v1/metrics' }, { traces: false, metrics: true }],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318', OTEL_METRICS_EXPORTER: 'none' },
      { traces: true, metrics: false },
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318', OTEL_METRICS_EXPORTER: 'prometheus' },
      { traces: true, metrics: false },
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318', OTEL_TRACES_EXPORTER: 'none' },
      { traces: false, metrics: true },
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318', OTEL_METRICS_EXPORTER: 'prometheus, otlp' },
      { traces: true, metrics: true },
    ],
  ])('sends by OTLP as the SDK reads %j', (env, otlp) => expect(telemetrySettings(env)).toMatchObject({ otlp }));

  it.each([
    ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'must be an address'],
    ['OTEL_METRIC_EXPORT_INTERVAL', 'must be milliseconds, from 1'],
  ])('names %s where it says nothing of use', (variable, wanted) => {
    const given = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318', [variable]: 'x' };
    expect(faultOf(() => telemetrySettings(given))).toBe(`${variable}: ${wanted}`);
  });
});
