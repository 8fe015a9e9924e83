import { join } from 'node:path';
import type { Stack } from '@satualur/local-stack/stack';
import type { Played } from './player';
import type { RunningServices } from './services';
import type { StaffList } from './staff';

interface Places {
  readonly services: RunningServices;
  readonly issuer: string;
  readonly staff: StaffList;
  readonly dataDir: string;
  readonly kafka: Stack['kafka'];
  readonly cases: Played['cases'];
}

/** Addresses, a token for curl, logs, the audit of a log: where somebody goes on by hand. */
export function whereToLook({ services, issuer, staff, dataDir, kafka, cases }: Places): string {
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
    ...audit(kafka, staff),
  ].join('\n');
}

/** Nothing where the broker asks nobody who they are. */
function audit({ brokers, credentials }: Stack['kafka'], { secretariat }: StaffList): string[] {
  const reader = credentials?.['timeline'];
  if (reader === undefined) return [];
  const as = `KAFKA_USERNAME=${reader.username} KAFKA_PASSWORD='${reader.password}'`;
  const verify = `npm run -s auditor -- verify --kafka ${brokers.join(',')} --log ${secretariat.agency}`;
  return [
    '',
    'Hold a log against what it promises (--help: from a store, from files, a timeline as of then):',
    `  ${as} ${verify}`,
  ];
}
