import type {
  BreachEvent,
  ConsentEvent,
  KeyEvent,
  LegalBasisEvent,
  StopEvent,
  SubjectRequestEvent,
} from '@satualur/contracts/intake/events';
import * as dataWords from '../words/data.words';
import * as referralWords from '../words/referral.words';
import type { Words } from '../words/words';
import { both, list, type Names, NOTHING, type SentencesOf } from './sentence';

const agencies = (keys: readonly string[], { agency }: Names): string => keys.map((key) => agency(key)).join(', ');
const serviceWords: Readonly<Partial<Record<string, Words>>> = referralWords.service;
/** A purpose that is no service stands as it was written. */
const services = (codes: readonly string[], { language }: Names): string =>
  list(
    codes.map((code) => serviceWords[code] ?? both(code, code)),
    language,
  );
const kindsOf = (classes: readonly (keyof typeof dataWords.dataClass)[], { language }: Names): string =>
  list(
    classes.map((code) => dataWords.dataClass[code]),
    language,
  );

export const dataProtectionSentences = {
  LegalBasisRecorded: ({ record: id, basis, purposes, since, until }, names) => {
    const from = since ? both(`, mulai ${names.date(since)}`, `, from ${names.date(since)}`) : NOTHING;
    const to = until ? both(`, sampai ${names.date(until)}`, `, until ${names.date(until)}`) : NOTHING;
    return both(
      `${names.by} mencatat dasar hukum untuk catatan ${names.record(id)}: ${dataWords.legalBasis[basis].id} (${services(purposes, names)})${from.id}${to.id}.`,
      `${names.by} recorded a legal basis for record ${names.record(id)}: ${dataWords.legalBasis[basis].en} (${services(purposes, names)})${from.en}${to.en}.`,
    );
  },

  ConsentGranted: ({ record: id, recipients, purposes, givenBy }, names) => {
    const giver = dataWords.giver[givenBy];
    return both(
      `Persetujuan pada catatan ${names.record(id)} diberikan ${giver.id} untuk ${agencies(recipients, names)} (${services(purposes, names)}).`,
      `Consent on record ${names.record(id)} was given by ${giver.en} for ${agencies(recipients, names)} (${services(purposes, names)}).`,
    );
  },
  ConsentRefused: ({ record: id, recipients, givenBy }, names) =>
    both(
      `Persetujuan pada catatan ${names.record(id)} untuk ${agencies(recipients, names)} ditolak ${dataWords.giver[givenBy].id}.`,
      `Consent on record ${names.record(id)} for ${agencies(recipients, names)} was refused by ${dataWords.giver[givenBy].en}.`,
    ),
  ConsentExpired: ({ record: id, recipients }, names) =>
    both(
      `Persetujuan pada catatan ${names.record(id)} untuk ${agencies(recipients, names)} berakhir.`,
      `Consent on record ${names.record(id)} for ${agencies(recipients, names)} ended.`,
    ),
  ConsentWithdrawn: ({ record: id, stops, confirmBy }, names) => {
    const asked = agencies(
      stops.map(({ recipient }) => recipient),
      names,
    );
    return both(
      `Persetujuan pada catatan ${names.record(id)} dicabut; ${asked} diminta berhenti sampai ${names.date(confirmBy)}.`,
      `Consent on record ${names.record(id)} was withdrawn; ${asked} must stop by ${names.date(confirmBy)}.`,
    );
  },
  StopConfirmationNoted: ({ recipient }, { by, agency }) =>
    both(
      `${by} mencatat bahwa ${agency(recipient)} berhenti memproses data.`,
      `${by} noted that ${agency(recipient)} stopped processing data.`,
    ),
  StopOverdue: ({ recipient, confirmBy }, { agency, date }) =>
    both(
      `${agency(recipient)} belum mengonfirmasi penghentian sampai ${date(confirmBy)}.`,
      `${agency(recipient)} did not confirm by ${date(confirmBy)} that it stopped.`,
    ),
  GuardianConflictNoted: ({ record: id, caseRef }, { record }) =>
    both(
      `Wali yang menyetujui pada catatan ${record(id)} adalah tersangka dalam ${caseRef}: persetujuannya tidak dipakai lagi.`,
      `The guardian who consented on record ${record(id)} is a suspect in ${caseRef}: that consent is not used any more.`,
    ),

  StopRequested: ({ owner, recipient, confirmBy }, { by, agency, date }) => {
    const who = recipient ? agency(recipient) : by;
    return both(
      `${who} diminta ${agency(owner)} berhenti memproses data sampai ${date(confirmBy)}.`,
      `${who} was asked by ${agency(owner)} to stop processing data by ${date(confirmBy)}.`,
    );
  },
  ProcessingStopConfirmed: ({ owner, recipient }, { by, agency }) => {
    const who = recipient ? agency(recipient) : by;
    const noted = recipient ? both(` (dicatat oleh ${by})`, ` (recorded by ${by})`) : NOTHING;
    return both(
      `${who} mengonfirmasi kepada ${agency(owner)} bahwa pemrosesan data dihentikan${noted.id}.`,
      `${who} confirmed to ${agency(owner)} that processing has stopped${noted.en}.`,
    );
  },

  SubjectRequestReceived: ({ ref, kind, dueAt }, { by, date }) =>
    both(
      `${by} menerima permintaan subjek data ${ref} (${dataWords.request[kind].id}), batas waktu ${date(dueAt)}.`,
      `${by} received the data subject’s request ${ref} (${dataWords.request[kind].en}), due by ${date(dueAt)}.`,
    ),
  SubjectRequestFulfilled: ({ record: id, kind }, { by, record }) =>
    both(
      `${by} memenuhi permintaan subjek data pada catatan ${record(id)} (${dataWords.request[kind].id}).`,
      `${by} fulfilled the data subject’s request on record ${record(id)} (${dataWords.request[kind].en}).`,
    ),
  SubjectRequestRefused: ({ record: id, article }, { by, record }) =>
    both(
      `${by} menolak permintaan subjek data pada catatan ${record(id)} menurut ${article}.`,
      `${by} refused the data subject’s request on record ${record(id)} by ${article}.`,
    ),
  SubjectRequestOverdue: ({ dueAt }, { by, date }) =>
    both(
      `${by} belum menjawab permintaan subjek data sampai ${date(dueAt)}.`,
      `${by} did not answer the data subject’s request by ${date(dueAt)}.`,
    ),

  BreachDetected: ({ ref, notifyBy }, { by, date }) =>
    both(
      `${by} menemukan kebocoran data ${ref}; pemberitahuan paling lambat ${date(notifyBy)}.`,
      `${by} detected the data breach ${ref}; notice is due by ${date(notifyBy)}.`,
    ),
  BreachNotified: (_, { by }) => both(`${by} memberitahukan kebocoran data.`, `${by} gave notice of a data breach.`),
  BreachOverdue: ({ notifyBy }, { by, date }) =>
    both(
      `${by} belum memberitahukan kebocoran data sampai ${date(notifyBy)}.`,
      `${by} gave no notice of a data breach by ${date(notifyBy)}.`,
    ),

  KeysAwaited: ({ from }, { by, agency }) =>
    both(`${by} menunggu kunci data dari ${agency(from)}.`, `${by} awaits data keys of ${agency(from)}.`),
  KeysReceived: ({ from, classes }, names) => {
    const { by, agency } = names;
    const kinds = kindsOf(classes, names);
    return both(
      `${by} menerima kunci data dari ${agency(from)} (${kinds}).`,
      `${by} took in data keys of ${agency(from)} (${kinds}).`,
    );
  },
  KeysRequested: ({ from }, { by, agency }) =>
    both(`${by} meminta kunci data lagi kepada ${agency(from)}.`, `${by} asked ${agency(from)} for data keys again.`),
  GrantedKeysDestroyed: ({ from, because }, { by, agency }) =>
    both(
      `${by} memusnahkan kunci data dari ${agency(from)}: ${dataWords.destroyed[because].id}.`,
      `${by} destroyed the data keys of ${agency(from)}: ${dataWords.destroyed[because].en}.`,
    ),
} satisfies SentencesOf<LegalBasisEvent | ConsentEvent | StopEvent | SubjectRequestEvent | BreachEvent | KeyEvent>;
