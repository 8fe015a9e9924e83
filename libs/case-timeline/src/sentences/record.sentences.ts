import type { PersonRole } from '@satualur/contracts/codes/casework';
import type {
  Assertions,
  Field,
  HeldUpdateEvent,
  RecordEvent,
  SomeAssertions,
  WorkerEvent,
} from '@satualur/contracts/intake/events';
import type { Language } from '@satualur/contracts/timeline/views';
import { inDays } from '../wita';
import * as dataWords from '../words/data.words';
import * as recordWords from '../words/record.words';
import { both, list, NOTHING, type SentencesOf } from './sentence';

/** Status and forms of exploitation in brackets, when stated. */
function asserted({ traffickingStatus, exploitation }: Assertions, language: Language): string {
  const status = traffickingStatus ? recordWords.status[traffickingStatus.value][language] : '';
  const forms = list(
    (exploitation?.value ?? []).map((code) => recordWords.exploitation[code]),
    language,
  );
  const stated = [status, forms].filter((part) => part !== '').join('; ');
  return stated === '' ? '' : ` (${stated})`;
}

const fields = (assertions: SomeAssertions, language: Language): string =>
  list(
    (Object.keys(assertions) as Field[]).map((name) => recordWords.field[name]),
    language,
  );

const role: Record<PersonRole, ReturnType<typeof both>> = {
  victim: both('korban', 'victim'),
  perpetrator: both('pelaku', 'perpetrator'),
  witness: both('saksi', 'witness'),
};

export const recordSentences = {
  AgencyRecordAnnounced: ({ ref, viaReferral }, { by, referral }) => {
    const via = viaReferral ? both(` atas rujukan ${referral(viaReferral)}`, ` on referral ${referral(viaReferral)}`) : NOTHING;
    return both(
      `${by} memberitahukan catatan ${ref} tentang korban${via.id}; isinya menyusul.`,
      `${by} announced record ${ref} of a victim${via.en}; its values follow.`,
    );
  },
  AgencyRecordRegistered: ({ ref, viaReferral, assertions }, { by, referral, language }) => {
    const facts = asserted(assertions, language);
    const who = role[assertions.role.value];
    return viaReferral
      ? both(
          `${by} mendaftarkan catatan ${ref} tentang ${who.id} atas rujukan ${referral(viaReferral)}${facts}.`,
          `${by} registered record ${ref} of a ${who.en} on referral ${referral(viaReferral)}${facts}.`,
        )
      : both(
          `${by} mendaftarkan catatan ${ref} tentang ${who.id}${facts}.`,
          `${by} registered record ${ref} of a ${who.en}${facts}.`,
        );
  },
  FieldsAsserted: ({ assertions }, { by, own, record, language }) => {
    const stated = fields(assertions, language);
    return both(`${by} mengisi ${stated} pada catatan ${record(own)}.`, `${by} stated ${stated} in record ${record(own)}.`);
  },
  FieldsCorrected: ({ assertions, reason }, { by, own, record, language }) => {
    const stated = fields(assertions, language);
    const why = recordWords.correction[reason];
    return both(
      `${by} mengoreksi ${stated} pada catatan ${record(own)}: ${why.id}.`,
      `${by} corrected ${stated} in record ${record(own)}: ${why.en}.`,
    );
  },
  VictimStatusDetermined: ({ assertions, decidedBy }, { by, own, record }) => {
    const status = assertions.traffickingStatus
      ? recordWords.status[assertions.traffickingStatus.value]
      : both('status', 'status');
    const who = recordWords.decider[decidedBy];
    return both(
      `${by} menetapkan status pada catatan ${record(own)}: ${status.id} (menurut ${who.id}).`,
      `${by} determined the status in record ${record(own)}: ${status.en} (decided by ${who.en}).`,
    );
  },
  AgencyRecordVoided: ({ reason }, { by, own, record }) =>
    both(
      `${by} membatalkan catatan ${record(own)}: ${recordWords.voiding[reason].id}.`,
      `${by} voided record ${record(own)}: ${recordWords.voiding[reason].en}.`,
    ),
  AgencyCaseClosed: ({ reason }, { by, own, record }) =>
    both(
      `${by} menutup kasus pada catatan ${record(own)}: ${recordWords.closure[reason].id}.`,
      `${by} closed the case of record ${record(own)}: ${recordWords.closure[reason].en}.`,
    ),
  AgencyCaseReopened: ({ reason }, { by, own, record }) =>
    both(
      `${by} membuka kembali kasus pada catatan ${record(own)}: ${recordWords.reopening[reason].id}.`,
      `${by} reopened the case of record ${record(own)}: ${recordWords.reopening[reason].en}.`,
    ),
  WorkerAssigned: ({ worker, handedOverBy }, { by, own, record }) => {
    const from = handedOverBy ? both(`, serah terima dari ${handedOverBy}`, `, handed over by ${handedOverBy}`) : NOTHING;
    return both(
      `${by} menugaskan ${worker} untuk catatan ${record(own)}${from.id}.`,
      `${by} put ${worker} in charge of record ${record(own)}${from.en}.`,
    );
  },
  SafeContactRuleSet: ({ danger, rule }, { by, own, record }) => {
    const warning = danger ? both(' BAHAYA', ' DANGER') : NOTHING;
    return both(
      `${by} mengatur cara menghubungi pada catatan ${record(own)}: ${recordWords.contact[rule].id}${warning.id}.`,
      `${by} set how to make contact in record ${record(own)}: ${recordWords.contact[rule].en}${warning.en}.`,
    );
  },
  LegalHoldPlaced: ({ article, until }, { by, own, record, language }) => {
    const limit = until ? both(` sampai ${inDays(until, language)}`, ` until ${inDays(until, language)}`) : NOTHING;
    return both(
      `${by} menahan penghapusan catatan ${record(own)} menurut ${article}${limit.id}.`,
      `${by} placed a legal hold on record ${record(own)} by ${article}${limit.en}.`,
    );
  },
  LegalHoldLifted: ({ article }, { by, own, record }) =>
    both(
      `${by} mencabut penahanan penghapusan catatan ${record(own)} menurut ${article}.`,
      `${by} lifted the legal hold on record ${record(own)} by ${article}.`,
    ),
  SubjectErased: ({ classes, because }, { by, own, record, language }) => {
    const kinds = list(
      classes.map((code) => dataWords.dataClass[code]),
      language,
    );
    return both(
      `${by} menghapus data ${kinds} pada catatan ${record(own)}: ${dataWords.erased[because].id}.`,
      `${by} erased data (${kinds}) of record ${record(own)}: ${dataWords.erased[because].en}.`,
    );
  },
  ErasureConfirmationNoted: ({ by: grantee }, { by, own, agency, record }) =>
    both(
      `${by} mencatat bahwa ${agency(grantee)} memusnahkan kunci data catatan ${record(own)}.`,
      `${by} noted that ${agency(grantee)} destroyed the keys of record ${record(own)}.`,
    ),

  UpdateHeld: ({ record: ref }, { by }) =>
    both(`${by}: pembaruan menunggu catatan ${ref}.`, `${by}: an update waits for record ${ref}.`),
  UpdateApplied: ({ record: id }, { by, record }) =>
    both(
      `${by}: pembaruan yang menunggu diterapkan pada catatan ${record(id)}.`,
      `${by}: a waiting update was applied to record ${record(id)}.`,
    ),
  UpdateDiscarded: (_, { by }) => both(`${by}: pembaruan yang menunggu dibuang.`, `${by}: a waiting update was discarded.`),

  WorkerAbsent: ({ worker, from, until, deputy }, { by, language }) =>
    both(
      `${by}: ${worker} tidak bertugas ${inDays(from, language)} sampai ${inDays(until, language)}, digantikan ${deputy}.`,
      `${by}: ${worker} is away from ${inDays(from, language)} to ${inDays(until, language)}, ${deputy} stands in.`,
    ),
  WorkerReturned: ({ worker }, { by }) => both(`${by}: ${worker} kembali bertugas.`, `${by}: ${worker} is back.`),
} satisfies SentencesOf<RecordEvent | HeldUpdateEvent | WorkerEvent>;
