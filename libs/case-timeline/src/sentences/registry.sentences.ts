import type { RegistryEvent } from '@satualur/contracts/registry/events';
import * as dataWords from '../words/data.words';
import * as referralWords from '../words/referral.words';
import { both, list, type SentencesOf } from './sentence';

export const registrySentences = {
  AgencyRegistered: ({ code, name }) => both(`${code} (${name}) terdaftar.`, `${code} (${name}) was registered.`),
  AgencyProvisioned: ({ key }, { agency }) =>
    both(`Penyimpanan dan kunci ${agency(key)} siap.`, `The store and keys of ${agency(key)} are ready.`),
  TaskForceFormed: ({ kabkota }) => both(`Gugus tugas ${kabkota} terbentuk.`, `The task force of ${kabkota} was formed.`),
  TaskForceAbsenceRecorded: ({ kabkota }) => both(`Gugus tugas ${kabkota} belum ada.`, `There is no task force in ${kabkota}.`),
  SlaPolicyChanged: ({ validFrom }, { date }) =>
    both(`Ketentuan tenggat berlaku sejak ${date(validFrom)}.`, `Time limits apply from ${date(validFrom)}.`),
  AgencyRenamed: ({ code, name, formerCode, validFrom }, { date }) =>
    both(
      `${formerCode} bernama ${code} (${name}) sejak ${date(validFrom)}.`,
      `${formerCode} is called ${code} (${name}) from ${date(validFrom)}.`,
    ),
  AgencyLeft: ({ key, leftAt }, { agency, date }) =>
    both(`${agency(key)} keluar pada ${date(leftAt)}.`, `${agency(key)} left on ${date(leftAt)}.`),
  AgencyServicesListed: ({ key, services }, { agency, language }) => {
    const kinds = services.map((code) => referralWords.service[code]);
    return services.length === 0
      ? both(`${agency(key)} menerima semua layanan.`, `${agency(key)} takes any service.`)
      : both(`${agency(key)} menyediakan ${list(kinds, language)}.`, `${agency(key)} offers ${list(kinds, language)}.`);
  },
  TaskForceDissolved: ({ kabkota }) => both(`Gugus tugas ${kabkota} dibubarkan.`, `The task force of ${kabkota} was dissolved.`),
  CodeListPublished: ({ list: name, version, validFrom }, { date }) =>
    both(
      `Daftar kode ${name} versi ${version} berlaku sejak ${date(validFrom)}.`,
      `Code list ${name}, version ${version}, applies from ${date(validFrom)}.`,
    ),
  ConceptMapPublished: ({ map, validFrom }, { date }) =>
    both(`Peta konsep ${map} berlaku sejak ${date(validFrom)}.`, `Concept map ${map} applies from ${date(validFrom)}.`),
  HolidaysPublished: ({ year }) =>
    both(`Hari libur tahun ${year} diterbitkan.`, `The public holidays of ${year} were published.`),
  RetentionPolicyChanged: ({ dataClass, years, validFrom }, { date }) =>
    both(
      `Data ${dataWords.dataClass[dataClass].id} disimpan ${years} tahun, berlaku sejak ${date(validFrom)}.`,
      `Data of class ${dataWords.dataClass[dataClass].en} is kept for ${years} years, from ${date(validFrom)}.`,
    ),
  StaffEnrolled: ({ agency: key, staff }, { agency }) =>
    both(`${staff} bertugas di ${agency(key)}.`, `${staff} acts for ${agency(key)}.`),
  StaffLeft: ({ agency: key, staff }, { agency }) =>
    both(`${staff} tidak lagi bertugas di ${agency(key)}.`, `${staff} does not act for ${agency(key)} any more.`),
} satisfies SentencesOf<RegistryEvent>;
