import { classOfService, type ServiceCategory } from '@satualur/contracts/codes/services';
import type { Api, Staff } from '../src/api';

/** Records that a sender asks this service for one of its records as a public task. */
export async function recordBasis(api: Api, sender: Staff, record: string, service: ServiceCategory): Promise<void> {
  const body = { basis: 'PublicTask', purposes: [service], classes: ['identity', classOfService[service]] };
  const { status } = await api.post('intake', `/records/${record}/legal-bases`, sender, `basis ${record} ${service}`, body);
  expect(status).toBe(201);
}
