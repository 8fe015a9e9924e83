import { z } from 'zod';
import { Documented } from './documented';

const answer = (schema: z.ZodType) => ({ content: { 'application/json': { schema: z.toJSONSchema(schema) } } });
const one = answer(z.object({ id: z.string(), seen: z.boolean().optional() }));
const documented = new Documented({
  paths: {
    '/notes': { get: { responses: { 200: answer(z.object({ items: z.array(z.object({ id: z.string() })) })) } } },
    '/notes/{id}': { get: { responses: { 200: one } }, post: { responses: { 201: one, default: {} } } },
    '/notes/latest': { get: { responses: { 200: answer(z.null()) } } },
    '/notes/{id}/page': { get: { responses: { 200: { content: { 'text/html': { schema: { type: 'string' } } } } } } },
  },
});

it.each([
  ['GET', '/notes?limit=1', 200, { items: [{ id: 'a' }] }, []],
  ['GET', '/notes', 200, { items: [{ id: 1 }] }, ['GET /notes 200 /items/0/id must be string']],
  ['GET', '/notes/a', 200, { id: 'a' }, []],
  ['POST', '/notes/a', 201, { id: 'a', seen: true }, []],
  ['POST', '/notes/a', 201, {}, ["POST /notes/{id} 201 must have required property 'id'"]],
  ['POST', '/notes/a', 201, { id: 'a', name: 'x' }, ['POST /notes/{id} 201 must NOT have additional properties name']],
  ['POST', '/notes/a', 200, { id: 'a' }, ['POST /notes/a: no schema of an answer 200']],
  ['GET', '/notes/latest', 200, null, []],
  ['GET', '/notes/a/page', 200, {}, ['GET /notes/a/page: no schema of an answer 200']],
  ['GET', '/elsewhere', 200, {}, ['GET /elsewhere: no schema of an answer 200']],
  ['GET', '/elsewhere', 404, {}, []],
])('%s %s answered %d with %j', (method, path, status, body, faults) =>
  expect(documented.faultsOf(method, path, status, body)).toEqual(faults),
);
