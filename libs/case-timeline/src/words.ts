import type { TraffickingStatus, TypeOfExploitation } from '@satualur/contracts/codes/htcds';
import type { RejectReason, ServiceCategory, TerminateReason } from '@satualur/contracts/codes/services';
import type { Answer, Notice } from '@satualur/contracts/referral/events';
import type { DataClass } from '@satualur/contracts/sealed';
import type { Language } from '@satualur/contracts/timeline/views';
import type { z } from 'zod';

/** A code in both languages, as it stands inside a sentence. */
export type Words = Readonly<Record<Language, string>>;

const say = (id: string, en: string): Words => ({ id, en });

export const service: Record<ServiceCategory, Words> = {
  HealthRehabilitation: say('rehabilitasi kesehatan', 'health rehabilitation'),
  SocialRehabilitation: say('rehabilitasi sosial', 'social rehabilitation'),
  LegalAid: say('bantuan hukum', 'legal aid'),
  Repatriation: say('pemulangan', 'repatriation'),
  Reintegration: say('reintegrasi sosial', 'reintegration'),
  CaseManagement: say('manajemen kasus', 'case management'),
  LawEnforcement: say('penegakan hukum', 'law enforcement'),
  MigrantWorkerProtection: say('pelindungan pekerja migran', 'migrant worker protection'),
  Coordination: say('koordinasi', 'coordination'),
};

export const status: Record<z.infer<typeof TraffickingStatus>, Words> = {
  PossibleVictimOfTrafficking: say('terduga korban TPPO', 'possible victim of trafficking'),
  ActualVictimOfTrafficking: say('korban TPPO', 'victim of trafficking'),
  NotAVictimOfTrafficking: say('bukan korban TPPO', 'not a victim of trafficking'),
};

export const exploitation: Record<z.infer<typeof TypeOfExploitation>, Words> = {
  ForcedLabour: say('kerja paksa', 'forced labour'),
  SexualExploitation: say('eksploitasi seksual', 'sexual exploitation'),
  ChildLabour: say('pekerja anak', 'child labour'),
  ForcedMarriage: say('kawin paksa', 'forced marriage'),
  Servitude: say('perhambaan', 'servitude'),
  ForcedMilitaryByNonStateActors: say('perekrutan paksa kelompok bersenjata', 'forced recruitment by an armed group'),
  OrganRemoval: say('pengambilan organ', 'organ removal'),
  ForcedBegging: say('pengemisan paksa', 'forced begging'),
  ForcedAdoption: say('adopsi paksa', 'forced adoption'),
  Surrogacy: say('ibu pengganti', 'surrogacy'),
  Other: say('eksploitasi lain', 'other exploitation'),
};

export const reason: Record<z.infer<typeof RejectReason> | z.infer<typeof TerminateReason>, Words> = {
  CapacityFull: say('kapasitas penuh', 'no capacity'),
  OutOfMandate: say('di luar kewenangan', 'outside its mandate'),
  NotEligible: say('tidak memenuhi syarat', 'not eligible'),
  WrongArea: say('di luar wilayah', 'outside its area'),
  Unsafe: say('tidak aman', 'not safe'),
  InsufficientInformation: say('informasi tidak cukup', 'not enough information'),
  DuplicateReferral: say('rujukan ganda', 'duplicate referral'),
  ConsentWithdrawn: say('persetujuan dicabut', 'consent withdrawn'),
  NoShow: say('tidak hadir', 'did not appear'),
  VictimDeclined: say('korban menolak', 'the victim declined'),
  NotAVictim: say('bukan korban', 'not a victim'),
  MovedAway: say('pindah', 'moved away'),
  Deceased: say('meninggal dunia', 'deceased'),
  Other: say('alasan lain', 'another reason'),
};

export const answer: Record<z.infer<typeof Answer> | z.infer<typeof Notice>, Words> = {
  Acknowledged: say('dikonfirmasi', 'acknowledged'),
  Accepted: say('diterima', 'accepted'),
  Rejected: say('ditolak', 'rejected'),
  WithdrawalConfirmed: say('penarikan dikonfirmasi', 'withdrawal confirmed'),
  ServiceStarted: say('layanan dimulai', 'service started'),
  Completed: say('selesai', 'completed'),
  Terminated: say('dihentikan', 'terminated'),
  Withdrawn: say('ditarik', 'withdrawn'),
  Expired: say('kedaluwarsa', 'expired'),
  ExpiryRevoked: say('kedaluwarsa dibatalkan', 'expiry revoked'),
};

export const outcome: Record<'GoalsMet' | 'PartlyMet' | 'NotMet' | 'NotStated', Words> = {
  GoalsMet: say('tujuan tercapai', 'goals met'),
  PartlyMet: say('tujuan tercapai sebagian', 'goals partly met'),
  NotMet: say('tujuan tidak tercapai', 'goals not met'),
  NotStated: say('hasil tidak dinyatakan', 'outcome not stated'),
};

export const dataClass: Record<DataClass, Words> = {
  identity: say('identitas', 'identity'),
  narrative: say('kronologi', 'narrative'),
  medical: say('medis', 'medical'),
  legal: say('hukum', 'legal'),
  shelter: say('tempat aman', 'place of safety'),
};
