import { Documented, type OpenApi } from '@satualur/service-host/documented';
import { type Answer, Api, type Service, type Staff } from '../src/api';

/** Holds every answer against the document of the service that gave it. */
export class DocumentedApi extends Api {
  /** What was answered otherwise than documented, each once. */
  readonly faults = new Set<string>();
  private readonly documents = new Map<Service, Promise<Documented>>();

  constructor(
    private readonly services: Readonly<Record<Service, string>>,
    tokenEndpoint: string,
  ) {
    super(services, tokenEndpoint);
  }

  override async post(service: Service, path: string, staff: Staff, key: string, body: object): Promise<Answer> {
    return this.held('POST', service, path, await super.post(service, path, staff, key, body));
  }

  override async get(service: Service, path: string, staff: Staff): Promise<Answer> {
    return this.held('GET', service, path, await super.get(service, path, staff));
  }

  private async held(method: string, service: Service, path: string, answer: Answer): Promise<Answer> {
    const known = this.documents.get(service) ?? this.documentOf(service);
    this.documents.set(service, known);
    for (const fault of (await known).faultsOf(method, path, answer.status, answer.body)) this.faults.add(`${service}: ${fault}`);
    return answer;
  }

  private async documentOf(service: Service): Promise<Documented> {
    const response = await fetch(`${this.services[service]}/docs-json`);
    return new Documented((await response.json()) as OpenApi);
  }
}
