import type { ConsentGiver, SubjectRequestKind } from '@satualur/contracts/codes/casework';
import type { LegalBasis } from '@satualur/contracts/event';
import type { DataClass } from '@satualur/contracts/sealed';
import type { z } from 'zod';
import { say, type Words } from './words';

export const dataClass: Record<DataClass, Words> = {
  identity: say('identitas', 'identity'),
  narrative: say('kronologi', 'narrative'),
  medical: say('medis', 'medical'),
  legal: say('hukum', 'legal'),
  shelter: say('tempat aman', 'place of safety'),
};

export const legalBasis: Record<LegalBasis, Words> = {
  Consent: say('persetujuan', 'consent'),
  Contract: say('perjanjian', 'contract'),
  LegalObligation: say('kewajiban hukum', 'legal obligation'),
  VitalInterest: say('kepentingan vital', 'vital interest'),
  PublicTask: say('tugas publik', 'public task'),
  LegitimateInterest: say('kepentingan yang sah', 'legitimate interest'),
};

export const giver: Record<z.infer<typeof ConsentGiver>, Words> = {
  self: say('oleh yang bersangkutan', 'the person'),
  guardian: say('oleh wali', 'a guardian'),
  substitute: say('oleh pengganti', 'a substitute'),
};

export const request: Record<z.infer<typeof SubjectRequestKind>, Words> = {
  Information: say('informasi', 'information'),
  Access: say('akses', 'access'),
  Rectification: say('perbaikan', 'rectification'),
  Erasure: say('penghapusan', 'erasure'),
  Restriction: say('pembatasan', 'restriction'),
  Objection: say('keberatan', 'objection'),
  Portability: say('portabilitas', 'portability'),
};

export const destroyed: Record<'ConsentWithdrawn' | 'SubjectErased', Words> = {
  ConsentWithdrawn: say('persetujuan dicabut', 'consent withdrawn'),
  SubjectErased: say('data dihapus', 'data erased'),
};

export const erased: Record<'Request' | 'Retention', Words> = {
  Request: say('dihapus atas permintaan', 'erased on request'),
  Retention: say('masa simpan berakhir', 'the time for keeping it has ended'),
};
