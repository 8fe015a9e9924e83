import { createHash } from 'node:crypto';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export type Service = 'registry' | 'intake' | 'referral' | 'victim-services' | 'timeline';

/** Staff of the demo: who may ask the identity provider for a token. */
export interface Staff {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly agency: string;
  readonly roles: readonly string[];
}

interface Token {
  readonly value: string;
  readonly validUntilMs: number;
}

/** Calls the services as their users do: a staff member's token, an idempotency key, the highest reading seen (details 3). */
export class Api {
  private readonly tokens = new Map<string, Token>();
  private seen: string | undefined;

  constructor(
    private readonly addresses: Readonly<Record<Service, string>>,
    private readonly tokenEndpoint: string,
  ) {}

  /** A POST under an idempotency key made of `key`: the same key gives the same answer at a second start. */
  post(service: Service, path: string, staff: Staff, key: string, body: object): Promise<Answer> {
    return this.call(service, path, staff, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': createHash('sha256').update(key).digest('hex') },
      body: JSON.stringify(body),
    });
  }

  get(service: Service, path: string, staff: Staff): Promise<Answer> {
    return this.call(service, path, staff, { method: 'GET', headers: {} });
  }

  async text(service: Service, path: string, staff: Staff): Promise<string> {
    const response = await this.send(service, path, staff, { method: 'GET', headers: { accept: 'text/plain' } });
    if (!response.ok) throw new Error(`${service} answered ${response.status} for ${path.split('?')[0]}`);
    return response.text();
  }

  private async call(
    service: Service,
    path: string,
    staff: Staff,
    init: { method: string; headers: Record<string, string>; body?: string },
  ): Promise<Answer> {
    const response = await this.send(service, path, staff, init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  private async send(
    service: Service,
    path: string,
    staff: Staff,
    init: { method: string; headers: Record<string, string>; body?: string },
  ): Promise<Response> {
    const headers: Record<string, string> = {
      accept: 'application/json',
      ...init.headers,
      authorization: `Bearer ${await this.tokenFor(staff)}`,
    };
    if (this.seen !== undefined) headers['satualur-hlc'] = this.seen;
    const response = await fetch(`${this.addresses[service]}${path}`, { ...init, headers });
    const shown = response.headers.get('satualur-hlc');
    if (shown !== null && (this.seen === undefined || shown > this.seen)) this.seen = shown;
    return response;
  }

  async tokenFor(staff: Staff): Promise<string> {
    const known = this.tokens.get(staff.clientId);
    if (known && known.validUntilMs > Date.now() + 30_000) return known.value;
    const response = await fetch(this.tokenEndpoint, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from([staff.clientId, staff.clientSecret].map(encodeURIComponent).join(':')).toString('base64')}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const body = (await response.json()) as { access_token?: string; expires_in?: number; error?: string };
    if (!body.access_token) throw new Error(`no token for ${staff.clientId}: ${body.error ?? response.status}`);
    this.tokens.set(staff.clientId, { value: body.access_token, validUntilMs: Date.now() + (body.expires_in ?? 60) * 1000 });
    return body.access_token;
  }
}
