import { ConfigError, type Environment } from '@satualur/service-host/config';
import { z } from 'zod';
import type { EmailSettings } from './email';

const Variables = z.object({
  NOTICE_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp: or smtps: address' }),
  NOTICE_MAIL_FROM: z.email('must be a mail address'),
  NOTICE_MAIL_TO: z
    .string('must be a mail address with {agency} and {role}')
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be a mail address with {agency} and {role}'),
});

/** E-mail is off until `NOTICE_SMTP_URL` is set; then all three are needed. Throws ConfigError that names the variable, never its value. */
export function emailSettings(env: Environment = process.env): EmailSettings | undefined {
  if (env['NOTICE_SMTP_URL'] === undefined) return undefined;
  const parsed = Variables.safeParse(env);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((i) => `${String(i.path[0])}: ${i.message}`).join('\n'));
  const { NOTICE_SMTP_URL: url, NOTICE_MAIL_FROM: from, NOTICE_MAIL_TO: to } = parsed.data;
  return { url, from, to };
}
