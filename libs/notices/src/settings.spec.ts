import { emailSettings } from './settings';

const given = {
  NOTICE_SMTP_URL: 'smtp://mail.contoh.example:587',
  NOTICE_MAIL_FROM: 'satu-alur@contoh.example',
  NOTICE_MAIL_TO: 'rujukan+{agency}-{role}@contoh.example',
};

describe('the settings of e-mail', () => {
  it('leave it off when no server is named', () => expect(emailSettings({})).toBeUndefined());
  it('name a server, a sender and a mailbox', () =>
    expect(emailSettings(given)).toEqual({
      url: given.NOTICE_SMTP_URL,
      from: given.NOTICE_MAIL_FROM,
      to: given.NOTICE_MAIL_TO,
    }));
  it.each([
    ['NOTICE_SMTP_URL', 'https://mail.contoh.example'],
    ['NOTICE_MAIL_FROM', 'bukan alamat'],
    ['NOTICE_MAIL_TO', undefined],
  ])('are refused by name of the variable, never with its value: %s', (variable, value) => {
    const refused = () => emailSettings({ ...given, [variable]: value });
    expect(refused).toThrow(variable);
    if (value) expect(refused).not.toThrow(value);
  });
});
