import { at, HOSPITAL, POLICE } from '@satualur/contracts/cast';
import type { Instant } from '@satualur/contracts/ids';
import { scenario } from '@satualur/decider/testing';
import { holidays, type HolidayEvent } from './calendar';
import { type CodeCommand, codes, type CodeEvent } from './code-list';
import { retention } from './retention';
import { staffMember, type StaffCommand, type StaffEvent } from './staff';

const label = { id: 'Kerja paksa', en: 'Forced labour' };
const list = {
  list: 'vic_TypeOfExploitation',
  scheme: 'htcds-2.0' as const,
  version: '2.0',
  validFrom: at('01-01 00:00'),
  codes: [{ code: 'ForcedLabour', label }],
  source: 'HTCDS 2.0 (IOM, CC BY 4.0)',
};
const published: CodeEvent = { type: 'CodeListPublished', data: list };
const publish = (over: Partial<typeof list> = {}): CodeCommand => ({ type: 'PublishCodeList', ...list, ...over });

describe('a code list', () => {
  const { given } = scenario(codes);
  it('is published whole', () => given().when(publish()).then(published));
  it('gets a version that holds from another day', () =>
    given(published)
      .when(publish({ version: '2.1', validFrom: at('07-01 00:00') }))
      .then({ type: 'CodeListPublished', data: { ...list, version: '2.1', validFrom: at('07-01 00:00') } }));
  it('has one version a day, in whatever offset', () =>
    given(published)
      .when(publish({ version: '2.1', validFrom: '2026-01-01T00:00:00+08:00' as Instant }))
      .thenRefused('valid-from-taken'));
  it('has each version once', () =>
    given(published)
      .when(publish({ validFrom: at('07-01 00:00') }))
      .thenRefused('version-taken'));
  it('names a code once', () =>
    given()
      .when(publish({ codes: [...list.codes, ...list.codes] }))
      .thenRefused('code-repeated'));
});

describe('the holidays of a year', () => {
  const { given } = scenario(holidays);
  const day = { on: '2026-08-17', name: 'Hari Kemerdekaan' };
  const year = { year: 2026, days: [day], source: 'SKB tiga menteri (contoh)' };
  const known: HolidayEvent = { type: 'HolidaysPublished', data: year };
  it('are published', () =>
    given()
      .when({ type: 'PublishHolidays', ...year })
      .then(known));
  it('are refused again unchanged', () =>
    given(known)
      .when({ type: 'PublishHolidays', ...year })
      .thenRefused('same-days'));
  it('lie in their year', () =>
    given()
      .when({ type: 'PublishHolidays', ...year, year: 2027 })
      .thenRefused('day-of-another-year'));
  it('come once each', () =>
    given()
      .when({ type: 'PublishHolidays', ...year, days: [day, day] })
      .thenRefused('day-repeated'));
});

describe('retention', () => {
  const { given } = scenario(retention);
  const rule = { dataClass: 'medical' as const, years: 25, validFrom: at('01-01 00:00'), source: 'Permenkes 24/2022 (contoh)' };
  it('is set by class', () =>
    given()
      .when({ type: 'ChangeRetention', ...rule })
      .then({ type: 'RetentionPolicyChanged', data: rule }));
  it('has one rule a day', () =>
    given({ type: 'RetentionPolicyChanged', data: rule })
      .when({ type: 'ChangeRetention', ...rule, years: 30 })
      .thenRefused('valid-from-taken'));
});

describe('a member of staff', () => {
  const { given } = scenario(staffMember);
  const member = { agency: HOSPITAL, staff: 'staff-7', roles: ['caseworker'] };
  const enrolled: StaffEvent = { type: 'StaffEnrolled', data: member };
  const enrol = (over: Partial<typeof member> = {}): StaffCommand => ({ type: 'EnrolStaff', ...member, ...over });
  it('is enrolled', () => given().when(enrol()).then(enrolled));
  it('gets other roles', () =>
    given(enrolled)
      .when(enrol({ roles: ['supervisor', 'caseworker'] }))
      .then({ type: 'StaffEnrolled', data: { ...member, roles: ['caseworker', 'supervisor'] } }));
  it('is enrolled once', () => given(enrolled).when(enrol()).thenRefused('same-roles'));
  it('works for one agency', () =>
    given(enrolled)
      .when(enrol({ agency: POLICE }))
      .thenRefused('agency-differs'));
  it('leaves', () =>
    given(enrolled)
      .when({ type: 'NoteStaffLeft' })
      .then({ type: 'StaffLeft', data: { agency: HOSPITAL, staff: 'staff-7' } }));
  it('cannot leave twice', () =>
    given(enrolled, { type: 'StaffLeft', data: { agency: HOSPITAL, staff: 'staff-7' } })
      .when({ type: 'NoteStaffLeft' })
      .thenRefused('staff-unknown'));
});
