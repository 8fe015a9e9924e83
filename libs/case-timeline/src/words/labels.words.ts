import type { ReferralState } from '@satualur/contracts/referral/life-cycle';
import type { ProcessSummary, WithdrawalSummary } from '@satualur/contracts/timeline/summaries';
import type { Language } from '@satualur/contracts/timeline/views';
import type { Words } from './words';

export const LABELS = {
  id: {
    title: 'Lini masa kasus',
    asOf: 'Sebagaimana diketahui sebelum',
    agencies: 'Lembaga',
    provisional: 'sementara, menunggu',
    missing: 'sebabnya belum tiba',
    lost: 'sebabnya HILANG',
    referrals: 'Rujukan',
    applications: 'Permohonan layanan',
    overdue: 'pernah terlambat',
    escalated: 'pernah dieskalasi',
    allFinal: 'Semua entri final.',
    incomplete: 'Lini masa ini belum lengkap.',
    days: 'hari',
    met: 'terpenuhi',
    breached: 'dilanggar',
    running: 'berjalan',
    withdrawn: 'dicabut',
    external: 'di luar platform',
    emergency: 'darurat',
    consents: 'Pencabutan persetujuan',
    restitution: 'Restitusi',
    processes: 'Proses hukum',
    awarded: 'dikabulkan',
    paid: 'dibayar',
    outstanding: 'belum dibayar',
    due: 'jatuh tempo',
    late: 'TERLAMBAT',
  },
  en: {
    title: 'Timeline of case',
    asOf: 'As known before',
    agencies: 'Agencies',
    provisional: 'provisional, waits for',
    missing: 'its cause has not arrived',
    lost: 'its cause is LOST',
    referrals: 'Referrals',
    applications: 'Service applications',
    overdue: 'was overdue',
    escalated: 'was escalated',
    allFinal: 'All entries are final.',
    incomplete: 'This timeline is not complete.',
    days: 'days',
    met: 'met',
    breached: 'breached',
    running: 'running',
    withdrawn: 'withdrawn',
    external: 'off the platform',
    emergency: 'emergency',
    consents: 'Consent withdrawn',
    restitution: 'Restitution',
    processes: 'Legal proceedings',
    awarded: 'awarded',
    paid: 'paid',
    outstanding: 'outstanding',
    due: 'due',
    late: 'OVERDUE',
  },
} as const satisfies Record<Language, Record<string, string>>;

export const STATES: Record<ReferralState, Words> = {
  Sent: { id: 'terkirim', en: 'sent' },
  Acknowledged: { id: 'dikonfirmasi', en: 'acknowledged' },
  Accepted: { id: 'diterima', en: 'accepted' },
  InService: { id: 'dalam layanan', en: 'in service' },
  Completed: { id: 'selesai', en: 'completed' },
  Rejected: { id: 'ditolak', en: 'rejected' },
  Expired: { id: 'kedaluwarsa', en: 'expired' },
  Withdrawn: { id: 'ditarik', en: 'withdrawn' },
  Terminated: { id: 'dihentikan', en: 'terminated' },
};

export const STOPS: Record<WithdrawalSummary['state'], Words> = {
  requested: { id: 'diminta berhenti', en: 'asked to stop' },
  confirmed: { id: 'sudah berhenti', en: 'has stopped' },
  overdue: { id: 'belum mengonfirmasi, TERLAMBAT', en: 'has not confirmed, OVERDUE' },
};

export const STAGES: Record<ProcessSummary['stage'], Words> = {
  Reported: { id: 'dilaporkan', en: 'reported' },
  Investigation: { id: 'penyidikan', en: 'investigation' },
  FileComplete: { id: 'berkas lengkap (P-21)', en: 'case file complete (P-21)' },
  InCourt: { id: 'di pengadilan', en: 'in court' },
  Verdict: { id: 'diputus', en: 'verdict given' },
  Final: { id: 'berkekuatan hukum tetap', en: 'verdict final' },
  Stopped: { id: 'dihentikan', en: 'stopped' },
};
