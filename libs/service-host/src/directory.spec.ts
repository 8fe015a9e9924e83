import { at, HOSPITAL } from '@satualur/contracts/cast';
import type { AgencyKey } from '@satualur/contracts/ids';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import {
  agencyProvisioned,
  agencyRegistered,
  codeListPublished,
  slaPolicy,
  slaPolicyChanged,
} from '@satualur/contracts/registry/examples';
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

  it('knows a kab/kota of the published list, of a task force or of an agency, and any of a province that no list covers', () => {
    const listed = codeListPublished({
      ...{ list: 'kabkota', scheme: 'kemendagri', validFrom: at('01-01 00:00') },
      codes: [{ code: '6305', label: { id: 'Tapin', en: 'Tapin' } }],
    });
    const absent = { type: 'TaskForceAbsenceRecorded', data: { kabkota: '6306' } } as const;
    const knows = (directory: Directory) =>
      ['6305', '6306', '6315', '7371', '6471', '9999'].map((kabkota) => directory.knowsDistrict(kabkota, at('02-01 00:00')));
    expect(knows(directoryOf(listed, absent, agencyRegistered({ area: '6471' })))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(knows(directoryOf(absent))).toEqual([true, true, true, true, true, false]);
  });

  describe('ends a limit', () => {
    const days = (amount: number) => ({ amount, unit: 'WorkingDays' as const, source: 'contoh' });
    const policy = (day: string, hours: number, amount: number) =>
      slaPolicyChanged({
        validFrom: at(`${day} 00:00`),
        policy: slaPolicy({ stopConfirmHours: hours, limits: { AnswerRequest: days(amount) } }),
      });
    const directory = directoryOf(policy('07-01', 48, 5), policy('01-01', 24, 2));

    it.each([
      ['06-30 23:59', '07-01 23:59'],
      ['07-01 00:00', '07-03 00:00'],
    ])('by the policy valid at its start: %s', (start, due) => expect(directory.dueAt('ConfirmStop', at(start))).toBe(at(due)));
    it('by the default where no policy holds yet, or the one that does leaves it out', () => {
      expect(directoryOf().dueAt('ConfirmStop', at('06-01 10:00'))).toBe(at('06-04 10:00'));
      expect(directory.dueAt('NotifyBreach', at('06-01 10:00'))).toBe(at('06-04 10:00'));
    });
    it('with the holidays as they were last published', () => {
      const year = (...on: string[]): RegistryEvent => ({
        type: 'HolidaysPublished',
        data: { year: 2026, days: on.map((day) => ({ on: day, name: 'contoh' })), source: 'contoh' },
      });
      const asked = at('03-02 10:00');
      expect(directory.dueAt('AnswerRequest', asked)).toBe(at('03-05 00:00'));
      directory.apply(year('2026-03-03'));
      expect(directory.dueAt('AnswerRequest', asked)).toBe(at('03-06 00:00'));
      directory.apply(year('2026-03-10'));
      expect(directory.dueAt('AnswerRequest', asked)).toBe(at('03-05 00:00'));
    });
    it('and knows the months of the visits after a return', () => {
      const afterCare = { months: [2, 4], source: 'contoh' };
      const changed = slaPolicyChanged({ validFrom: at('07-01 00:00'), policy: slaPolicy({ afterCare }) });
      const told = directoryOf(changed);
      expect([told.afterCareAt(at('06-30 23:59')).months, told.afterCareAt(at('07-01 00:00')).months]).toEqual([
        [1, 3, 6],
        [2, 4],
      ]);
    });
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
