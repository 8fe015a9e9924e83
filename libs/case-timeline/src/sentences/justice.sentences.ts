import type { ProcessEvent, RestitutionEvent } from '@satualur/contracts/victim-services/events';
import { inDays } from '../wita';
import * as justiceWords from '../words/justice.words';
import { both, list, type SentencesOf } from './sentence';

/** The first articles; the rest stand among the entry's facts. */
const articles = (charges: readonly { readonly article: string }[]): string =>
  charges
    .slice(0, 3)
    .map(({ article }) => article)
    .concat(charges.length > 3 ? ['…'] : [])
    .join('; ');

export const justiceSentences = {
  PoliceReportFiled: ({ record: id, filedOn }, { by, record, language }) =>
    both(
      `${by} mencatat laporan polisi untuk catatan ${record(id)} tanggal ${inDays(filedOn, language)}.`,
      `${by} recorded a police report for record ${record(id)} of ${inDays(filedOn, language)}.`,
    ),
  InvestigationOpened: ({ record: id, charges }, { record }) =>
    both(
      `Penyidikan dibuka untuk catatan ${record(id)} (${articles(charges)}).`,
      `The investigation was opened for record ${record(id)} (${articles(charges)}).`,
    ),
  CaseFileDeclaredComplete: ({ record: id, charges }, { record }) =>
    both(
      `Berkas perkara untuk catatan ${record(id)} dinyatakan lengkap, P-21 (${articles(charges)}).`,
      `The case file for record ${record(id)} was declared complete, P-21 (${articles(charges)}).`,
    ),
  CaseTransferredToCourt: ({ record: id, court }, { record }) =>
    both(
      `Perkara untuk catatan ${record(id)} dilimpahkan ke ${court}.`,
      `The case of record ${record(id)} was brought before ${court}.`,
    ),
  VerdictRecorded: ({ record: id, verdict, decidedOn }, { record, language }) =>
    both(
      `Putusan untuk catatan ${record(id)} tanggal ${inDays(decidedOn, language)}: ${justiceWords.verdict[verdict].id}.`,
      `Verdict for record ${record(id)} of ${inDays(decidedOn, language)}: ${justiceWords.verdict[verdict].en}.`,
    ),
  VerdictBecameFinal: ({ record: id, finalOn }, { record, language }) =>
    both(
      `Putusan untuk catatan ${record(id)} berkekuatan hukum tetap sejak ${inDays(finalOn, language)}.`,
      `The verdict for record ${record(id)} is final since ${inDays(finalOn, language)}.`,
    ),
  ProcessStopped: ({ record: id, reason }, { record }) =>
    both(
      `Perkara untuk catatan ${record(id)} dihentikan: ${justiceWords.stopped[reason].id}.`,
      `The proceedings for record ${record(id)} were stopped: ${justiceWords.stopped[reason].en}.`,
    ),

  RestitutionRightExplained: ({ record: id }, { by, record }) =>
    both(
      `${by} menjelaskan hak atas restitusi (catatan ${record(id)}).`,
      `${by} explained the right to restitution (record ${record(id)}).`,
    ),
  RestitutionClaimed: ({ record: id, amount, kinds }, { by, record, language }) => {
    const losses =
      kinds.length === 0
        ? ''
        : `; ${list(
            kinds.map((code) => justiceWords.loss[code]),
            language,
          )}`;
    return both(
      `${by} mengajukan restitusi ${justiceWords.rupiah(amount).id} (catatan ${record(id)}${losses}).`,
      `${by} claimed restitution of ${justiceWords.rupiah(amount).en} (record ${record(id)}${losses}).`,
    );
  },
  RestitutionAssessed: ({ record: id, amount }, { record }) =>
    both(
      `LPSK menilai restitusi ${justiceWords.rupiah(amount).id} (catatan ${record(id)}).`,
      `LPSK assessed restitution at ${justiceWords.rupiah(amount).en} (record ${record(id)}).`,
    ),
  RestitutionDemanded: ({ record: id, amount }, { record }) =>
    both(
      `Penuntut umum menuntut restitusi ${justiceWords.rupiah(amount).id} (catatan ${record(id)}).`,
      `The prosecutor demanded restitution of ${justiceWords.rupiah(amount).en} (record ${record(id)}).`,
    ),
  RestitutionAwarded: ({ record: id, amount }, { record }) =>
    both(
      `Restitusi ${justiceWords.rupiah(amount).id} dikabulkan (catatan ${record(id)}).`,
      `Restitution of ${justiceWords.rupiah(amount).en} was awarded (record ${record(id)}).`,
    ),
  RestitutionDeposited: ({ record: id, amount }, { record }) =>
    both(
      `Restitusi ${justiceWords.rupiah(amount).id} dititipkan di pengadilan (catatan ${record(id)}).`,
      `Restitution of ${justiceWords.rupiah(amount).en} was deposited with the court (record ${record(id)}).`,
    ),
  RestitutionVerdictNotified: ({ record: id, dueOn }, { record, language }) =>
    both(
      `Putusan restitusi diberitahukan (catatan ${record(id)}); jatuh tempo ${inDays(dueOn, language)}.`,
      `The verdict on restitution was notified (record ${record(id)}); due on ${inDays(dueOn, language)}.`,
    ),
  RestitutionPaid: ({ record: id, amount }, { record }) =>
    both(
      `Restitusi ${justiceWords.rupiah(amount).id} dibayar (catatan ${record(id)}).`,
      `Restitution of ${justiceWords.rupiah(amount).en} was paid (record ${record(id)}).`,
    ),
  RestitutionOverdue: ({ record: id, outstanding, dueAt }, { record, date }) =>
    both(
      `Restitusi ${justiceWords.rupiah(outstanding).id} belum dibayar sampai ${date(dueAt)} (catatan ${record(id)}).`,
      `Restitution of ${justiceWords.rupiah(outstanding).en} was not paid by ${date(dueAt)} (record ${record(id)}).`,
    ),
  SubstituteDetentionImposed: ({ record: id, months }, { record }) =>
    both(
      `Kurungan pengganti restitusi ${months} bulan dijatuhkan (catatan ${record(id)}).`,
      `Detention of ${months} months was imposed instead of restitution (record ${record(id)}).`,
    ),
} satisfies SentencesOf<ProcessEvent | RestitutionEvent>;
