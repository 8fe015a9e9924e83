import type { DiscontinueReason } from '@satualur/contracts/codes/casework';
import type { RejectReason, ServiceCategory, TerminateReason } from '@satualur/contracts/codes/services';
import type { Answer, Notice } from '@satualur/contracts/referral/events';
import type { z } from 'zod';
import { say, type Words } from './words';

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

export const reason: Record<
  z.infer<typeof RejectReason> | z.infer<typeof TerminateReason> | z.infer<typeof DiscontinueReason>,
  Words
> = {
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

/** Which limit passed. */
export const escalation: Record<'Overdue' | 'Expired' | 'ServiceOverdue', Words> = {
  Overdue: say('belum dikonfirmasi', 'not acknowledged'),
  Expired: say('kedaluwarsa', 'expired'),
  ServiceOverdue: say('layanan belum dimulai', 'service not started'),
};

export const outcome: Record<'GoalsMet' | 'PartlyMet' | 'NotMet' | 'NotStated', Words> = {
  GoalsMet: say('tujuan tercapai', 'goals met'),
  PartlyMet: say('tujuan tercapai sebagian', 'goals partly met'),
  NotMet: say('tujuan tidak tercapai', 'goals not met'),
  NotStated: say('hasil tidak dinyatakan', 'outcome not stated'),
};

export const pause: Record<'Illness' | 'Absence' | 'Capacity' | 'Other', Words> = {
  Illness: say('sakit', 'illness'),
  Absence: say('berhalangan', 'absence'),
  Capacity: say('kapasitas', 'capacity'),
  Other: say('alasan lain', 'another reason'),
};
