import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { keptSecrets } from './secrets';

const SERVICES = ['intake', 'referral', 'victim-services', 'registry', 'timeline', 'log', 'migrator', 'vault'] as const;
const NAMES = [...SERVICES, 'master', 'provisioner'] as const;

/** The secrets of one cell (a province), by name: one a service, `master` for the vaults' keys, `provisioner` a password. */
export type CellSecrets = Readonly<Record<(typeof NAMES)[number], string>>;
export type SecretOfService = (typeof SERVICES)[number];

/** The cell's secrets, made the first time and kept in a file that only this user reads. */
export const cellSecrets = (dataDir: string): CellSecrets => keptSecrets(join(dataDir, 'cell.secret'), NAMES);

/** The password of role `<key>_<service>`: HMAC-SHA256 of the key under the service's cell secret, as hex. */
export const rolePassword = (secrets: CellSecrets, service: SecretOfService, key: string): string =>
  createHmac('sha256', secrets[service]).update(key).digest('hex');
