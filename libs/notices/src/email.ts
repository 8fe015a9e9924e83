import { createTransport, type Transporter } from 'nodemailer';
import { type NoticeChannel, NotSent, type Telling } from './channel';

export interface EmailSettings {
  /** `smtp://host:port` or `smtps://…`; credentials may stand in it. */
  readonly url: string;
  readonly from: string;
  /** The mailbox of a role in an agency, with `{agency}` and `{role}`. */
  readonly to: string;
}

const SECONDS = 1_000;
const subjects: Readonly<Record<string, string>> = {
  ReferralReceived: 'Satu rujukan baru',
  ReferralDueSoon: 'Satu rujukan segera jatuh tempo',
  ReferralOverdue: 'Satu rujukan lewat tenggat',
  ReferralAnswered: 'Satu rujukan dijawab',
  SafeContactChanged: 'Satu cara menghubungi yang aman berubah',
  ReferralEnded: 'Satu rujukan diakhiri pengirimnya',
  EmergencyUnread: 'Satu rujukan darurat belum dibaca',
  EmergencyScreened: 'Satu penapisan darurat',
  ScreeningDue: 'Satu penapisan lewat tenggat',
  StopRequested: 'Satu permintaan penghentian pemrosesan',
  StopDueSoon: 'Satu penghentian pemrosesan segera jatuh tempo',
  ServiceDue: 'Satu layanan segera jatuh tempo',
  AfterCareDue: 'Satu kunjungan lanjutan jatuh tempo',
  SubjectRequestDue: 'Satu permintaan subjek data segera jatuh tempo',
  BreachDue: 'Satu pemberitahuan kebocoran data segera jatuh tempo',
};

const TEXT = 'Silakan masuk ke Satu Alur untuk melihatnya.\n\nPesan ini tidak memuat keterangan tentang siapa pun.\n';

const messageOf = ({ kind, role, agency, emergency, notice }: Telling, { from, to }: EmailSettings) => ({
  from,
  to: to.replaceAll('{agency}', agency).replaceAll('{role}', role),
  subject: `${emergency ? 'DARURAT: ' : ''}${subjects[kind] ?? 'Satu pemberitahuan baru'}`,
  text: TEXT,
  /** Lets a mail system drop a repeat. */
  messageId: `<${notice}@satualur.example>`,
  ...(emergency && { priority: 'high' as const }),
});

/** SMTP (RFC 5321) through nodemailer. Nothing of any person stands in a message. */
export function emailChannel(settings: EmailSettings): NoticeChannel & { close(): void } {
  const transport: Transporter = createTransport(settings.url, {
    connectionTimeout: 5 * SECONDS,
    greetingTimeout: 5 * SECONDS,
    socketTimeout: 10 * SECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never);
  return {
    async send(telling) {
      try {
        const { accepted } = (await transport.sendMail(messageOf(telling, settings))) as { accepted: unknown[] };
        return accepted.length;
      } catch (error) {
        throw new NotSent((error as { code?: string }).code ?? 'UNKNOWN');
      }
    },
    close: () => transport.close(),
  };
}
