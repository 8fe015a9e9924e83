import { Parser } from '@asyncapi/parser';
import { catalogue } from '../catalogue';
import { asyncapi } from './asyncapi';
import { yaml } from './yaml';

describe('asyncapi.yaml', () => {
  it('is a valid AsyncAPI 3.0 document, and the same data as the code has', async () => {
    const { document, diagnostics } = await new Parser().parse(yaml(asyncapi()));
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
    expect(document?.version()).toBe('3.0.0');
    const addresses = document!
      .channels()
      .all()
      .map((channel) => channel.address());
    expect(addresses).toEqual(['log.{agency}', 'log.registry', 'inbox.{agency}', 'mark.{log}', 'grants.{agency}']);
  }, 30_000);
  it('has a schema for every event', () => {
    const { schemas } = (asyncapi() as { components: { schemas: object } }).components;
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining([...catalogue.keys(), 'Envelope']));
  });
});

describe('yaml', () => {
  it.each([
    [{ a: 1, b: [true, null, 'x'] }, 'a: 1\nb:\n  - true\n  - null\n  - x\n'],
    [{ a: 'true', b: 'a: b', c: '', d: '1' }, 'a: "true"\nb: "a: b"\nc: ""\nd: "1"\n'],
    [{ a: [], b: {} }, 'a: []\nb: {}\n'],
    [[{ a: 1, b: { c: 2 } }], '- a: 1\n  b:\n    c: 2\n'],
    [{ a: undefined, 'b c': 1 }, '"b c": 1\n'],
  ])('writes %j', (value, text) => expect(yaml(value)).toBe(text));
});
