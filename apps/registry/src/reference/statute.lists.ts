import type { Entries } from './entries';

/** UU 21/2007: the act and the means of art. 1(1), the exploitation of art. 1(7), the losses of art. 48(2). */
export const traffickingLists: Readonly<Record<string, Entries>> = {
  TraffickingAct: [
    ['Recruitment', 'Perekrutan', 'Recruitment'],
    ['Transport', 'Pengangkutan', 'Transport'],
    ['Harbouring', 'Penampungan', 'Harbouring'],
    ['Sending', 'Pengiriman', 'Sending'],
    ['Transfer', 'Pemindahan', 'Transfer'],
    ['Receipt', 'Penerimaan', 'Receipt'],
  ],
  TraffickingMeans: [
    ['ThreatOfForce', 'Ancaman kekerasan', 'Threat of force'],
    ['UseOfForce', 'Penggunaan kekerasan', 'Use of force'],
    ['Abduction', 'Penculikan', 'Abduction'],
    ['Confinement', 'Penyekapan', 'Confinement'],
    ['Forgery', 'Pemalsuan', 'Forgery'],
    ['Deception', 'Penipuan', 'Deception'],
    ['AbuseOfPower', 'Penyalahgunaan kekuasaan', 'Abuse of power'],
    ['AbuseOfVulnerability', 'Penyalahgunaan posisi rentan', 'Abuse of a position of vulnerability'],
    ['DebtBondage', 'Penjeratan utang', 'Debt bondage'],
    ['PaymentForControl', 'Memberi bayaran atau manfaat', 'Giving of payments or benefits'],
  ],
  TraffickingPurpose: [
    ['Prostitution', 'Pelacuran', 'Prostitution'],
    ['ForcedLabour', 'Kerja atau pelayanan paksa', 'Forced labour or services'],
    ['Slavery', 'Perbudakan atau praktik serupa', 'Slavery or similar practices'],
    ['Oppression', 'Penindasan', 'Oppression'],
    ['Extortion', 'Pemerasan', 'Extortion'],
    ['PhysicalOrSexualUse', 'Pemanfaatan fisik, seksual, organ reproduksi', 'Physical, sexual or reproductive use'],
    ['OrganTransplant', 'Transplantasi organ', 'Organ transplant'],
    ['UseOfLabourOrAbility', 'Pemanfaatan tenaga atau kemampuan', 'Use of labour or ability'],
  ],
  LossKind: [
    ['LostIncome', 'Kehilangan kekayaan atau penghasilan', 'Loss of wealth or income'],
    ['Suffering', 'Penderitaan', 'Suffering'],
    ['Treatment', 'Biaya perawatan medis dan/atau psikologis', 'Cost of medical or psychological treatment'],
    ['OtherLoss', 'Kerugian lain', 'Other loss'],
  ],
};

/** UU 27/2022: the bases of art. 20, the rights of art. 5 to 13. */
export const dataProtectionLists: Readonly<Record<string, Entries>> = {
  LegalBasis: [
    ['Consent', 'Persetujuan', 'Consent'],
    ['Contract', 'Perjanjian', 'Contract'],
    ['LegalObligation', 'Kewajiban hukum', 'Legal obligation'],
    ['VitalInterest', 'Kepentingan vital', 'Vital interest'],
    ['PublicTask', 'Tugas publik', 'Public task'],
    ['LegitimateInterest', 'Kepentingan yang sah', 'Legitimate interest'],
  ],
  SubjectRequestKind: [
    ['Information', 'Informasi', 'Information'],
    ['Access', 'Akses dan salinan', 'Access and copy'],
    ['Rectification', 'Perbaikan', 'Rectification'],
    ['Erasure', 'Penghapusan', 'Erasure'],
    ['Restriction', 'Pembatasan', 'Restriction'],
    ['Objection', 'Keberatan', 'Objection'],
    ['Portability', 'Portabilitas', 'Portability'],
  ],
};
