import type { ClosureReason, ContactRule, CorrectionReason, VoidReason } from '@satualur/contracts/codes/casework';
import type { DecisionMakingOrg, TraffickingStatus, TypeOfExploitation } from '@satualur/contracts/codes/htcds';
import type { Field } from '@satualur/contracts/intake/events';
import type { z } from 'zod';
import { say, type Words } from './words';

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

export const field: Record<Field, Words> = {
  role: say('peran', 'role'),
  name: say('nama', 'name'),
  salutation: say('sapaan', 'salutation'),
  firstName: say('nama depan', 'first name'),
  middleName: say('nama tengah', 'middle name'),
  secondName: say('nama belakang', 'second name'),
  sex: say('jenis kelamin', 'sex'),
  birthDate: say('tanggal lahir', 'birth date'),
  ageEstimate: say('perkiraan umur', 'age estimate'),
  originKabkota: say('daerah asal', 'origin'),
  exploitation: say('bentuk eksploitasi', 'forms of exploitation'),
  traffickingStatus: say('status TPPO', 'trafficking status'),
  nik: say('NIK', 'identity number'),
  passport: say('paspor', 'passport'),
  seamanBook: say('buku pelaut', 'seaman’s book'),
  lpNumber: say('nomor laporan polisi', 'police report number'),
  phone: say('telepon', 'phone'),
  maritalStatus: say('status perkawinan', 'marital status'),
  email: say('surel', 'e-mail'),
  address: say('alamat', 'address'),
  citizenship: say('kewarganegaraan', 'citizenship'),
  education: say('pendidikan', 'education'),
  children: say('jumlah anak', 'number of children'),
  recruitment: say('cara perekrutan', 'method of recruitment'),
  control: say('cara penguasaan', 'methods of control'),
  industry: say('bidang kerja', 'industry'),
  sexExploitation: say('bentuk eksploitasi seksual', 'form of sexual exploitation'),
  relationToTrafficker: say('hubungan dengan pelaku', 'relationship to the trafficker'),
  ageWhenTrafficked: say('umur saat kejadian', 'age when trafficked'),
  roleInProcess: say('peran dalam proses', 'role in the process'),
};

export const correction: Record<z.infer<typeof CorrectionReason>, Words> = {
  TypingError: say('salah ketik', 'typing error'),
  NewEvidence: say('bukti baru', 'new evidence'),
  OwnReview: say('tinjauan sendiri', 'own review'),
  CorrectionRequest: say('permintaan koreksi', 'correction request'),
  NotStated: say('alasan tidak dinyatakan', 'reason not stated'),
};

export const decider: Record<z.infer<typeof DecisionMakingOrg>, Words> = {
  Police: say('kepolisian', 'the police'),
  NGO: say('LSM', 'an NGO'),
  CourtOrProsecution: say('pengadilan atau kejaksaan', 'court or prosecution'),
  NonPoliceGovernmentalOrganization: say('instansi pemerintah non-polisi', 'a government body other than the police'),
  Other: say('lembaga lain', 'another body'),
};

export const voiding: Record<z.infer<typeof VoidReason>, Words> = {
  RegisteredInError: say('keliru didaftarkan', 'registered in error'),
  OtherRole: say('peran lain', 'other role'),
  Duplicate: say('catatan ganda', 'duplicate'),
};

export const closure: Record<z.infer<typeof ClosureReason>, Words> = {
  GoalsMet: say('tujuan tercapai', 'goals met'),
  VictimDeclined: say('korban menolak', 'the victim declined'),
  LostContact: say('kontak terputus', 'lost contact'),
  MovedAway: say('pindah', 'moved away'),
  Deceased: say('meninggal dunia', 'deceased'),
  NotAVictim: say('bukan korban', 'not a victim'),
  HandedOver: say('diserahkan', 'handed over'),
  Other: say('alasan lain', 'another reason'),
};

export const reopening: Record<'NewNeed' | 'ClosedInError' | 'Other', Words> = {
  NewNeed: say('kebutuhan baru', 'a new need'),
  ClosedInError: say('keliru ditutup', 'closed in error'),
  Other: say('alasan lain', 'another reason'),
};

export const contact: Record<z.infer<typeof ContactRule>, Words> = {
  Safe: say('aman dihubungi', 'safe to contact'),
  OnlyByWorker: say('hanya oleh petugasnya', 'only by the worker in charge'),
  OnlyAtAgreedTimes: say('hanya pada waktu yang disepakati', 'only at agreed times'),
  NoMessages: say('jangan tinggalkan pesan', 'leave no messages'),
  NoContact: say('jangan dihubungi', 'make no contact'),
};
