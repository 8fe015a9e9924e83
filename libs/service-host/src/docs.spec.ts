import { sampleNote, startSample } from './sample-service';
import { asker, testConfig } from './testing';

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Record<string, unknown> } } };
  readonly responses: Record<string, unknown>;
}

describe('the documents', () => {
  it('describe each route by the schemas that check it', async () => {
    const app = await startSample();
    const { openapi, paths, components } = (await asker(app)('GET', '/docs-json')).json<{
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: object };
    }>();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(components.schemas)).toContain('Problem');
    const add = paths['/notes']!['post']!;
    const schema = add.requestBody!.content['application/json'].schema;
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false, properties: { consent: { type: 'boolean' } } });
    expect(Object.keys(schema['properties'] as object)).toEqual(expect.arrayContaining(Object.keys(sampleNote)));
    expect(schema['required']).toEqual(['ref', 'text', 'nik', 'consent', 'on']);
    expect(JSON.stringify(schema)).not.toContain('sealed');
    expect(add.parameters).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true })]),
    );
    expect(add.responses).toHaveProperty(['default', 'content', 'application/problem+json']);
    expect(add.responses).toHaveProperty(['201', 'content', 'application/json', 'schema'], {
      ...{ type: 'object', required: ['id'], additionalProperties: false },
      properties: { id: { type: 'string' } },
    });
    expect(paths['/notes']!['get']!.parameters).toEqual([
      expect.objectContaining({ name: 'limit', in: 'query', required: false }),
    ]);
    expect(paths['/notes/{id}']!['get']!.parameters).toEqual([
      expect.objectContaining({ name: 'id', in: 'path', required: true }),
    ]);
    await app.close();
  });

  it('are a page that needs no other machine and runs no inline script', async () => {
    const app = await startSample();
    const page = await asker(app)('GET', '/docs');
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).not.toMatch(/https?:|<script>/);
    for (const [, file] of page.text.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await asker(app)('GET', file!)).status).toBe(200);
    await app.close();
  });

  it('are not there in production', async () => {
    const app = await startSample({ config: testConfig('sample', { MODE: 'production', OIDC_ISSUER: 'https://id.example' }) });
    for (const path of ['/docs', '/docs-json', '/docs/start.js'])
      expect((await asker(app, 'caseworker')('GET', path)).status).toBe(404);
    await app.close();
  });
});
