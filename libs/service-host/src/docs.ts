import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import {
  ApiBody,
  type ApiBodyOptions,
  ApiParam,
  ApiQuery,
  ApiResponse,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { produces } from './media-types';

type SchemaObject = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it stands. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): SchemaObject {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json as SchemaObject;
}

export const documentBody = (schema: z.ZodType): MethodDecorator => ApiBody({ schema: schemaOf(schema) });
export const documentAnswer = (status: number, schema: z.ZodType): MethodDecorator =>
  ApiResponse({ status, description: 'Done', schema: schemaOf(schema, 'output') });
export const documentId = (name: string): MethodDecorator => ApiParam({ name, schema: { type: 'string', format: 'uuid' } });

export function documentQuery(schema: z.ZodObject): MethodDecorator {
  const parts = Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) =>
    ApiQuery({ name, required: !field.safeParse(undefined).success, schema: schemaOf(field) }),
  );
  return (target, method, descriptor) => parts.forEach((part) => part(target, method, descriptor));
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    pointer: { type: 'string' },
    facts: { type: 'object', additionalProperties: { type: 'string' } },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' } },
      },
    },
    incident: { type: 'string', format: 'uuid' },
  },
} as const;
const HLC_HEADER = {
  in: 'header',
  name: 'Satualur-Hlc',
  required: false,
  schema: { type: 'string', pattern: '^[0-7][0-9a-f]{15}$' },
};
const KEY_HEADER = { in: 'header', name: 'Idempotency-Key', required: true, schema: { type: 'string', maxLength: 200 } };

/** OpenAPI 3.1 of every route, made from the schemas that its requests are checked by, and those that its answers are of. */
export function openApiOf(app: NestFastifyApplication, service: string): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Satu Alur: ${service}`)
    .setVersion('1')
    .addBearerAuth();
  const document = SwaggerModule.createDocument(app, outline.addSecurityRequirements('bearer').build());
  for (const item of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(item)) documentEdge(method, operation as Operation);
  }
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM as never } };
  return document;
}

type Content = Record<string, { schema?: object }>;
interface Operation {
  parameters?: object[];
  responses?: Record<string, { description?: string; content?: Content }>;
}

/** What the edge adds to every operation. */
function documentEdge(method: string, operation: Operation): void {
  const headers = method === 'post' ? [KEY_HEADER, HLC_HEADER] : [];
  operation.parameters = [...(operation.parameters ?? []), ...headers];
  for (const { content = {} } of Object.values(operation.responses ?? {}))
    for (const [type, answer] of Object.entries(content)) if (type.startsWith('text/')) answer.schema = { type: 'string' };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  operation.responses = { ...operation.responses, default: { description: 'A problem by RFC 9457', content } };
}

const ASSETS: Readonly<Record<string, string>> = { 'swagger-ui-bundle.js': 'text/javascript', 'swagger-ui.css': 'text/css' };
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Satu Alur</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;
const START = `SwaggerUIBundle({ url: '/docs-json', dom_id: '#ui' });`;

/** Serves the document at `/docs-json` and a page to read it at `/docs`, from files of this machine alone. */
export function serveDocs(app: NestFastifyApplication, service: string): void {
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const document = JSON.stringify(openApiOf(app, service));
  const csp = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; connect-src 'self'";
  const serve = (path: string, type: string, content: () => string | Promise<Buffer>, headers = {}) =>
    server.get(path, { config: produces(type) }, async (_request, reply) =>
      reply
        .type(type)
        .headers(headers)
        .send(await content()),
    );
  serve('/docs-json', 'application/json', () => document);
  serve('/docs', 'text/html', () => PAGE, { 'content-security-policy': csp });
  serve('/docs/start.js', 'text/javascript', () => START);
  for (const [name, type] of Object.entries(ASSETS)) {
    const file = createRequire(__filename).resolve(`swagger-ui-dist/${name}`);
    serve(`/docs/${name}`, type, () => readFile(file));
  }
}
