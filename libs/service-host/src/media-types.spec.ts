import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { preferredType } from './media-types';
import { startSample } from './sample-service';
import { type Asker, asker } from './testing';

const JSON_OR_TEXT = ['application/json', 'text/plain'] as const;

describe('the type that fits an Accept best', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/plain', 'text/plain'],
    ['TEXT/Plain; charset=utf-8', 'text/plain'],
    ['text/*', 'text/plain'],
    ['application/json;q=0.5, text/plain;q=0.9', 'text/plain'],
    ['application/json;q=0.5, */*;q=0.9', 'text/plain'],
    ['text/html, */*;q=0.1', 'application/json'],
    ['application/json;q=0, */*', 'text/plain'],
    ['text/html', undefined],
    ['application/xml, image/*', undefined],
    ['*/*;q=0', undefined],
    ['application/json;q=besok', undefined],
    ['json', undefined],
    ['Kanari Fiktif', undefined],
    [',;,', undefined],
  ])('of %s is %s', (accept, type) => expect(preferredType(accept, JSON_OR_TEXT)).toBe(type));
});

describe('a route', () => {
  let app: NestFastifyApplication;
  let ask: Asker;
  beforeAll(async () => {
    app = await startSample();
    ask = asker(app, 'caseworker');
  });
  afterAll(() => app.close());
  const asking = (path: string, accept: string) => ask('GET', path, { headers: { accept } });

  it.each(['/notes', '/health/live', '/docs', '/docs-json'])('says at %s that nothing it has was asked for', async (path) => {
    const { status, headers, text, json } = await asking(path, 'image/png, application/xml;q=0.9');
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 406,
      type: expect.stringMatching(/^application\/problem\+json/) as string,
    });
    const offered = path === '/docs' ? 'text/html' : 'application/json';
    expect(json()).toMatchObject({ code: 'NOT_ACCEPTABLE', title: 'Not acceptable', facts: { offered } });
    expect(text).not.toContain('png');
  });

  it('answers what was asked for among other things', async () => {
    expect((await asking('/notes', 'text/html, application/json;q=0.1')).status).toBe(200);
    expect((await asking('/docs', 'text/html')).status).toBe(200);
    expect((await asking('/docs/swagger-ui.css', 'text/css,*/*;q=0.1')).status).toBe(200);
  });

  it('is not to be found where there is none, whatever is asked for', async () =>
    expect((await asking('/nowhere', 'image/png')).status).toBe(404));
});
