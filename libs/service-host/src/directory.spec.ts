import { at, HOSPITAL } from '@satualur/contracts/cast';
import type { AgencyKey } from '@satualur/contracts/ids';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { agencyProvisioned, agencyRegistered } from '@satualur/contracts/registry/examples';
import { Directory } from './directory';

const directoryOf = (...events: RegistryEvent[]): Directory => {
  const directory = new Directory();
  for (const event of events) directory.apply(event);
  return directory;
};

const renamed: RegistryEvent = {
  type: 'AgencyRenamed',
  data: {
    ...{ key: HOSPITAL, code: 'RSUD-6310', name: 'RSUD baru (contoh)', formerCode: 'RS-6310' },
    validFrom: at('03-01 00:00'),
  },
};

describe('the directory', () => {
  it('finds a renamed agency by either code, under its one key', () => {
    const directory = directoryOf(agencyRegistered(), renamed);
    expect(directory.byCode('RSUD-6310')?.key).toBe(HOSPITAL);
    expect(directory.byCode('RS-6310')?.key).toBe(HOSPITAL);
  });

  it('gives a code borne anew to its present bearer', () => {
    const other = 'rs-baru' as AgencyKey;
    const directory = directoryOf(agencyRegistered(), renamed, agencyRegistered({ key: other, code: 'RS-6310' }));
    expect(directory.byCode('RS-6310')?.key).toBe(other);
  });

  it('gives the code of an agency that left to whoever bears it since', () => {
    const [other, left] = [
      'rs-baru' as AgencyKey,
      { type: 'AgencyLeft', data: { key: HOSPITAL, leftAt: at('03-01 00:00') } },
    ] as const;
    const gone = [agencyRegistered(), left];
    expect(directoryOf(...gone).byCode('RS-6310')?.key).toBe(HOSPITAL);
    expect(directoryOf(...gone, agencyRegistered({ key: other, code: 'RS-6310' })).byCode('RS-6310')?.key).toBe(other);
  });

  it('sends to an agency once it is set up, and no more from the instant at which it left', () => {
    const left: RegistryEvent = { type: 'AgencyLeft', data: { key: HOSPITAL, leftAt: at('03-01 00:00') } };
    expect(directoryOf(agencyRegistered()).isActive(HOSPITAL, at('02-01 00:00'))).toBe(false);
    const directory = directoryOf(agencyRegistered(), agencyProvisioned(), left);
    expect(directory.isActive(HOSPITAL, at('02-28 23:59'))).toBe(true);
    expect(directory.isActive(HOSPITAL, at('03-01 00:00'))).toBe(false);
  });

  it('sends to an agency off the platform', () =>
    expect(directoryOf(agencyRegistered({ onPlatform: false })).isActive(HOSPITAL, at('02-01 00:00'))).toBe(true));

  it('knows a dissolved task force as absent', () => {
    const directory = directoryOf(
      { type: 'TaskForceFormed', data: { kabkota: '6310' } },
      { type: 'TaskForceDissolved', data: { kabkota: '6310' } },
      { type: 'TaskForceFormed', data: { kabkota: '6371' } },
    );
    expect(directory.coverage()).toEqual([
      { kabkota: '6310', formed: false },
      { kabkota: '6371', formed: true },
    ]);
  });

  it('asks the list that holds at the time of the value', () => {
    const list = (version: string, day: string, ...codes: string[]): RegistryEvent => ({
      type: 'CodeListPublished',
      data: {
        ...{ list: 'vic_TypeOfExploitation', scheme: 'htcds-2.0', version, validFrom: at(`${day} 00:00`) },
        codes: codes.map((code) => ({ code, label: { id: code, en: code } })),
        source: 'HTCDS 2.0 (contoh)',
      },
    });
    const { lists } = directoryOf(list('2', '07-01', 'ForcedLabour'), list('1', '01-01', 'ForcedLabour', 'Servitude'));
    expect(lists.allows('vic_TypeOfExploitation', 'Servitude', at('06-30 23:59'))).toBe(true);
    expect(lists.allows('vic_TypeOfExploitation', 'Servitude', at('07-01 00:00'))).toBe(false);
    expect(lists.allows('prs_MaritalStatus', 'Single', at('07-01 00:00'))).toBe(true);
  });
});
