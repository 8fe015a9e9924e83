import { join } from 'node:path';
import type { Played } from './player';
import type { RunningServices } from './services';
import type { StaffList } from './staff';

interface Places {
  readonly services: RunningServices;
  readonly issuer: string;
  readonly staff: StaffList;
  readonly dataDir: string;
  readonly cases: Played['cases'];
}

/** Addresses, a token for curl, logs: where somebody goes on by hand. */
export function whereToLook({ services, issuer, staff, dataDir, cases }: Places): string {
  const { clientId, clientSecret } = staff.secretariat;
  const timeline = `${services.addresses.timeline}/cases/${cases[0]?.caseid ?? ''}/timeline`;
  return [
    '',
    'Where to look:',
    ...Object.entries(services.addresses).map(([name, address]) => `  ${name.padEnd(16)} ${address}/docs`),
    `  logs             ${join(dataDir, 'log')}`,
    '',
    'A token for curl (the provincial secretariat):',
    `  TOKEN=$(curl -s -u '${clientId}:${clientSecret}' -d grant_type=client_credentials ${issuer}/token | node -pe 'JSON.parse(require("fs").readFileSync(0)).access_token')`,
    `  curl -s -H "Authorization: Bearer $TOKEN" -H 'Accept: text/plain' '${timeline}?lang=en'`,
    `  the other staff and their secrets: ${join(dataDir, 'staff.secret')}`,
  ].join('\n');
}
