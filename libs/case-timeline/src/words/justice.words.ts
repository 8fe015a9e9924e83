import type { LossKind, ProcessStop } from '@satualur/contracts/codes/casework';
import type { z } from 'zod';
import { say, type Words } from './words';

export const verdict: Record<'Convicted' | 'Acquitted' | 'Released', Words> = {
  Convicted: say('terbukti bersalah', 'convicted'),
  Acquitted: say('bebas', 'acquitted'),
  Released: say('lepas dari tuntutan hukum', 'released from prosecution'),
};

export const stopped: Record<z.infer<typeof ProcessStop>, Words> = {
  InsufficientEvidence: say('bukti tidak cukup', 'insufficient evidence'),
  NotACrime: say('bukan tindak pidana', 'not a crime'),
  SuspectDeceased: say('tersangka meninggal dunia', 'the suspect died'),
  TimeBarred: say('kedaluwarsa', 'time-barred'),
  RestorativeSettlement: say('penyelesaian restoratif', 'restorative settlement'),
  Other: say('alasan lain', 'another reason'),
};

export const loss: Record<z.infer<typeof LossKind>, Words> = {
  LostIncome: say('kehilangan penghasilan', 'lost income'),
  Suffering: say('penderitaan', 'suffering'),
  Treatment: say('biaya perawatan', 'treatment'),
  OtherLoss: say('kerugian lain', 'another loss'),
};

const grouped = (amount: number, separator: string): string => String(amount).replace(/\B(?=(\d{3})+$)/g, separator);

/** Whole rupiah: `Rp85.000.000`, in English `Rp 85,000,000`. */
export const rupiah = (amount: number): Words => say(`Rp${grouped(amount, '.')}`, `Rp ${grouped(amount, ',')}`);
