import type { PlanEvent, ReturnEvent, ShelterEvent } from '@satualur/contracts/victim-services/events';
import { inDays } from '../wita';
import * as referralWords from '../words/referral.words';
import * as supportWords from '../words/support.words';
import { both, list, type SentencesOf } from './sentence';

export const supportSentences = {
  SupportPlanDrafted: ({ ref, record: id, services }, { by, record, language }) => {
    const kinds = list(
      services.map(({ service }) => referralWords.service[service]),
      language,
    );
    return both(
      `${by} menyusun rencana dukungan ${ref} untuk catatan ${record(id)} (${kinds}).`,
      `${by} drafted support plan ${ref} for record ${record(id)} (${kinds}).`,
    );
  },
  SupportPlanApproved: ({ record: id, withVictim }, { by, record }) => {
    const how = withVictim ? both('bersama korban', 'with the victim') : both('tanpa korban', 'without the victim');
    return both(
      `${by} menyetujui rencana dukungan untuk catatan ${record(id)}, ${how.id}.`,
      `${by} approved the support plan for record ${record(id)}, ${how.en}.`,
    );
  },
  SupportPlanReviewed: ({ record: id, result }, { by, record }) =>
    both(
      `${by} meninjau rencana dukungan untuk catatan ${record(id)}: ${supportWords.review[result].id}.`,
      `${by} reviewed the support plan for record ${record(id)}: ${supportWords.review[result].en}.`,
    ),

  ShelterOpened: ({ ref, places }, { by }) =>
    both(`${by} membuka rumah aman ${ref} dengan ${places} tempat.`, `${by} opened shelter ${ref} with ${places} places.`),
  ShelterPlacesChanged: ({ places }, { by }) =>
    both(`${by}: rumah aman kini ${places} tempat.`, `${by}: a shelter now has ${places} places.`),
  ShelterPlaceTaken: ({ record: id }, { by, record }) =>
    both(`${by}: catatan ${record(id)} menempati rumah aman.`, `${by}: the person of record ${record(id)} moved into a shelter.`),
  ShelterPlaceFreed: ({ record: id }, { by, record }) =>
    both(`${by}: catatan ${record(id)} meninggalkan rumah aman.`, `${by}: the person of record ${record(id)} left the shelter.`),

  ReturnArranged: ({ record: id, destination, leaves, escort }, { by, record, language }) =>
    both(
      `${by} mengatur pemulangan catatan ${record(id)} ke ${destination} pada ${inDays(leaves, language)}, ${supportWords.escort[escort].id}.`,
      `${by} arranged the return of record ${record(id)} to ${destination} on ${inDays(leaves, language)}, ${supportWords.escort[escort].en}.`,
    ),
  VictimReturned: ({ record: id, arrived }, { record, language }) =>
    both(
      `Korban pada catatan ${record(id)} tiba pada ${inDays(arrived, language)}.`,
      `The victim of record ${record(id)} arrived home on ${inDays(arrived, language)}.`,
    ),
  AfterCareVisitScheduled: ({ record: id, months, dueOn }, { by, record, language }) =>
    both(
      `${by} menjadwalkan kunjungan ${months} bulan untuk catatan ${record(id)}, paling lambat ${inDays(dueOn, language)}.`,
      `${by} scheduled the visit at ${months} months for record ${record(id)}, due by ${inDays(dueOn, language)}.`,
    ),
  AfterCareVisitRecorded: ({ record: id, months, visitedOn, result }, { by, record, language }) =>
    both(
      `${by} berkunjung (bulan ke-${months}) untuk catatan ${record(id)} pada ${inDays(visitedOn, language)}: ${supportWords.afterCare[result].id}.`,
      `${by} visited (month ${months}) for record ${record(id)} on ${inDays(visitedOn, language)}: ${supportWords.afterCare[result].en}.`,
    ),
  AfterCareVisitOverdue: ({ record: id, months, dueAt }, { record, date }) =>
    both(
      `Kunjungan bulan ke-${months} untuk catatan ${record(id)} terlewat sampai ${date(dueAt)}.`,
      `The visit at ${months} months for record ${record(id)} did not take place by ${date(dueAt)}.`,
    ),
} satisfies SentencesOf<PlanEvent | ShelterEvent | ReturnEvent>;
