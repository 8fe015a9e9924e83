import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>>;
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Holds answers against the document of their service, for specs. */
export class Documented {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false });
  private readonly known = new Map<object, ValidateFunction>();

  constructor(private readonly document: OpenApi) {}

  /** What an answer in JSON says that the document does not, or fails to say; an answer other than 2xx is a problem and says nothing here. */
  faultsOf(method: string, path: string, status: number, body: unknown): readonly string[] {
    if (status < 200 || status > 299) return [];
    const found = this.schemaOf(method, path, status);
    if (!found) return [`${method} ${withoutQuery(path)}: no schema of an answer ${status}`];
    const validate = this.compiled(found.schema);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const name = (params as { readonly additionalProperty?: string }).additionalProperty ?? '';
      return [method, found.pattern, status, instancePath, message, name].filter((word) => word !== '').join(' ');
    });
  }

  private schemaOf(
    method: string,
    path: string,
    status: number,
  ): { readonly pattern: string; readonly schema: object } | undefined {
    const patterns = Object.keys(this.document.paths).filter((pattern) => matches(pattern, path));
    const [pattern] = patterns.sort((a, b) => a.split('{').length - b.split('{').length);
    const operation = pattern === undefined ? undefined : this.document.paths[pattern]![method.toLowerCase()];
    const schema = operation?.responses[status]?.content?.['application/json']?.schema;
    return schema && { pattern: pattern!, schema };
  }

  private compiled(schema: object): ValidateFunction {
    const known = this.known.get(schema) ?? this.ajv.compile(schema);
    this.known.set(schema, known);
    return known;
  }
}

const withoutQuery = (path: string): string => path.split('?')[0]!;
const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(withoutQuery(path));
