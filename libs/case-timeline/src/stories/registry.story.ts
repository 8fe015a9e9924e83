import { agencyKeyOf, type AgencyKey } from '@satualur/contracts/ids';
import { agencyRegistered, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { streamOf } from '@satualur/contracts/ids';
import { idOf, TestLog } from '@satualur/contracts/testing';
import { at, wita } from './story';

export const CODES = ['POL-6310', 'POL-6371', 'UPTD-6371', 'RS-6310', 'RS-6371', 'BP3MI-63', 'DP3AKB-63', 'LBH-63'];

/** The registry's log: who is who, and the time limits. */
export function registryLog(): TestLog {
  const log = new TestLog('registry', false);
  const policy = slaPolicyChanged({ validFrom: at('01-01 00:00'), provincialSecretariat: 'dp3akb-63' as AgencyKey });
  log.write({ stream: streamOf('policy', idOf('policy')), event: policy, at: wita('01-01 00:00') });
  CODES.forEach((code, index) => {
    const event = agencyRegistered({ key: agencyKeyOf(code), code, name: `${code} (contoh)` });
    log.write({ stream: streamOf('agency', idOf(code)), event, at: wita('01-01 00:01') + index });
  });
  return log;
}
