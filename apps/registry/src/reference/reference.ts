import type { CodeScheme } from '@satualur/contracts/codes/casework';
import { Instant } from '@satualur/contracts/ids';
import type { HolidayCommand } from '../domain/calendar';
import type { CodeCommand } from '../domain/code-list';
import { kabkota, kecamatan } from './areas';
import { conceptMaps } from './concept-maps';
import { countries } from './countries.list';
import type { Entries } from './entries';
import { holidays2026 } from './holidays.list';
import { htcdsLists } from './htcds.lists';
import { localLists } from './local.lists';
import { simfoniLists } from './simfoni.lists';
import { dataProtectionLists, traffickingLists } from './statute.lists';

interface Edition {
  readonly scheme: CodeScheme;
  readonly version: string;
  readonly validFrom: Instant;
  readonly source: string;
}

type PublishCodeList = Extract<CodeCommand, { type: 'PublishCodeList' }>;

const from = (day: string): Instant => Instant.parse(`${day}T00:00:00+08:00`);

const HTCDS: Edition = {
  scheme: 'htcds-2.0',
  version: '2.0',
  validFrom: from('2021-12-24'),
  source: 'Human Trafficking Case Data Standard 2.0 of 2021-12-24 (IOM, CC BY 4.0); Indonesian labels by this project',
};
const SIMFONI: Edition = {
  scheme: 'simfoni',
  version: '3.0',
  validFrom: from('2021-01-01'),
  source: 'SIMFONI-PPA 3.0, field lists as a city office prints them; to be confirmed by DP3AKB',
};
const UU_21_2007: Edition = {
  scheme: 'uu-21-2007',
  version: '2007',
  validFrom: from('2007-04-19'),
  source: 'UU 21/2007 art. 1(1), 1(7) and 48(2)',
};
const UU_27_2022: Edition = {
  scheme: 'uu-27-2022',
  version: '2022',
  validFrom: from('2022-10-17'),
  source: 'UU 27/2022 art. 20 and art. 5 to 13',
};
const AREAS: Edition = {
  scheme: 'kemendagri',
  version: '300.2.2-2430/2025',
  validFrom: from('2025-01-01'),
  source: 'Kepmendagri 300.2.2-2430/2025, held from the beginning of its year; by cahyadsn/wilayah (MIT)',
};
const LOCAL: Edition = { scheme: 'satualur', version: '1', validFrom: from('2000-01-01'), source: 'this system' };

const list = (edition: Edition, name: string, entries: Entries): PublishCodeList => ({
  ...{ type: 'PublishCodeList', list: name, ...edition },
  codes: entries.map(([code, id, en]) => ({ code, label: { id, en } })),
});
const lists = (edition: Edition, named: Readonly<Record<string, Entries>>): PublishCodeList[] =>
  Object.entries(named).map(([name, entries]) => list(edition, name, entries));
const places = (areas: readonly (readonly [code: string, name: string])[]): Entries =>
  areas.map(([code, name]) => [code, name, name] as const);

/** What every registry holds from its first start: the code lists of the standards and laws, the areas of the province, and the maps between lists. */
export const referenceData: readonly CodeCommand[] = [
  ...lists(HTCDS, { ...htcdsLists, iso3166_alpha2: countries }),
  ...lists(SIMFONI, simfoniLists),
  ...lists(UU_21_2007, traffickingLists),
  ...lists(UU_27_2022, dataProtectionLists),
  ...lists(AREAS, { kabkota: places(kabkota), kecamatan: places(kecamatan) }),
  ...lists(LOCAL, localLists),
  ...conceptMaps.map((map) => ({ type: 'PublishConceptMap' as const, ...map, validFrom: from(map.validFrom) })),
];

/** Public holidays by year. */
export const referenceYears: readonly HolidayCommand[] = [
  {
    ...{ type: 'PublishHolidays', year: 2026, days: holidays2026.map(([on, name]) => ({ on, name })) },
    source:
      'SKB Menteri Agama, Menteri Ketenagakerjaan dan Menteri PANRB 1497/2025, 2/2025 and 5/2025 of 19 September 2025: 17 public holidays, 8 days of joint leave',
  },
];
