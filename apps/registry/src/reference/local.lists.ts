import type { Entries } from './entries';

/** Lists of this system's own that a concept map leads to. */
export const localLists: Readonly<Record<string, Entries>> = {
  ServiceCategory: [
    ['HealthRehabilitation', 'Rehabilitasi kesehatan', 'Health rehabilitation'],
    ['SocialRehabilitation', 'Rehabilitasi sosial', 'Social rehabilitation'],
    ['LegalAid', 'Bantuan hukum', 'Legal aid'],
    ['Repatriation', 'Pemulangan', 'Return'],
    ['Reintegration', 'Reintegrasi sosial', 'Reintegration'],
    ['CaseManagement', 'Pengelolaan kasus', 'Case management'],
    ['LawEnforcement', 'Penegakan hukum', 'Law enforcement'],
    ['MigrantWorkerProtection', 'Pelindungan pekerja migran', 'Migrant worker protection'],
    ['Coordination', 'Koordinasi', 'Coordination'],
  ],
};
