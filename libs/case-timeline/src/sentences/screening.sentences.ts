import type { CaseEventEvent, ScreeningClockEvent, ScreeningEvent } from '@satualur/contracts/intake/events';
import * as dataWords from '../words/data.words';
import * as recordWords from '../words/record.words';
import { both, list, NOTHING, type SentencesOf } from './sentence';

const finding = {
  ElementsMet: both('unsur TPPO terpenuhi', 'the elements of trafficking are met'),
  ElementsNotMet: both('unsur TPPO tidak terpenuhi', 'the elements of trafficking are not met'),
  Unclear: both('belum jelas', 'not clear yet'),
};
const risk = { Low: both('rendah', 'low'), Medium: both('sedang', 'medium'), High: both('tinggi', 'high') };

const counted = (victimCount: number | undefined) =>
  victimCount === undefined ? NOTHING : both(` dengan ${victimCount} korban`, ` with ${victimCount} victims`);

export const screeningSentences = {
  ScreeningStarted: ({ record: id }, { by, record }) =>
    both(`${by} memulai skrining untuk catatan ${record(id)}.`, `${by} started a screening for record ${record(id)}.`),
  ScreeningCompleted: (screened, { by, record }) => {
    const urgent = screened.emergency ? both(', darurat', ', emergency') : NOTHING;
    return both(
      `${by} menyelesaikan skrining untuk catatan ${record(screened.record)}: ${finding[screened.finding].id}; risiko ${risk[screened.risk].id}${urgent.id}.`,
      `${by} completed the screening for record ${record(screened.record)}: ${finding[screened.finding].en}; ${risk[screened.risk].en} risk${urgent.en}.`,
    );
  },
  ScreeningAwaited: ({ record: id, dueAt }, { record, date }) =>
    both(
      `Pengaduan pada catatan ${record(id)} menunggu skrining sampai ${date(dueAt)}.`,
      `The complaint of record ${record(id)} is to be screened by ${date(dueAt)}.`,
    ),
  AwaitedScreeningDone: ({ record: id, doneAt }, { record, date }) =>
    both(
      `Skrining yang ditunggu untuk catatan ${record(id)} selesai pada ${date(doneAt)}.`,
      `The awaited screening of record ${record(id)} was finished on ${date(doneAt)}.`,
    ),
  ScreeningOverdue: ({ record: id, dueAt }, { record, date }) =>
    both(
      `Skrining untuk catatan ${record(id)} terlambat: belum selesai sampai ${date(dueAt)}.`,
      `The screening of record ${record(id)} is overdue: not finished by ${date(dueAt)}.`,
    ),

  CaseEventRegistered: ({ ref, victimCount }, { by }) =>
    both(
      `${by} mencatat peristiwa ${ref}${counted(victimCount).id}.`,
      `${by} recorded the event ${ref}${counted(victimCount).en}.`,
    ),
  CaseEventRevised: ({ victimCount }, { by }) =>
    both(
      `${by} mengubah jumlah korban yang diketahuinya menjadi ${victimCount}.`,
      `${by} revised the number of victims it knows of to ${victimCount}.`,
    ),
  HistoricTraffickingEventRecorded: ({ exploitation, origin, destination }, { by, language }) => {
    const forms =
      exploitation.length === 0
        ? ''
        : ` (${list(
            exploitation.map((code) => recordWords.exploitation[code]),
            language,
          )})`;
    const from = origin ? both(` dari ${origin}`, ` from ${origin}`) : NOTHING;
    const to = destination ? both(` ke ${destination}`, ` to ${destination}`) : NOTHING;
    return both(
      `${by} mencatat peristiwa TPPO terdahulu${from.id}${to.id}${forms}.`,
      `${by} recorded an earlier trafficking event${from.en}${to.en}${forms}.`,
    );
  },
  CaseEventErased: ({ classes }, { by, language }) => {
    const kinds = list(
      classes.map((code) => dataWords.dataClass[code]),
      language,
    );
    return both(`${by} menghapus data ${kinds} pada peristiwa.`, `${by} erased data (${kinds}) of the event.`);
  },
} satisfies SentencesOf<ScreeningEvent | ScreeningClockEvent | CaseEventEvent>;
