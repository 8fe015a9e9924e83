import { RECORD } from '@satualur/contracts/cast';
import { streamOf } from '@satualur/contracts/ids';
import type { NoticeEvent } from '@satualur/contracts/platform/events';
import { scenario } from '@satualur/decider/testing';
import { notice, type NoticeCommand, type NoticeRule, type Wish } from './notice';
import { noticeOf } from './raise';

const { given } = scenario(notice);
const wish: Wish = { kind: 'EmergencyUnread', about: streamOf('referralin', RECORD), role: 'supervisor', emergency: true };
const raised: NoticeEvent = { type: 'NotificationRaised', data: wish };
const sent: NoticeEvent = { type: 'NotificationSent', data: { channel: 'Email', recipients: 1 } };
const failed: NoticeEvent = { type: 'NotificationFailed', data: { channel: 'Email', code: 'ECONNECTION' } };
const read: NoticeEvent = { type: 'NotificationRead', data: { by: 'staff-2' } };
const called: NoticeEvent = { type: 'CallListed', data: { role: 'supervisor' } };

const noteSent: NoticeCommand = { type: 'NoteSent', recipients: 1 };
const noteFailed: NoticeCommand = { type: 'NoteFailed', code: 'ECONNECTION' };
const reading: NoticeCommand = { type: 'Read', by: 'staff-2' };
const ring: NoticeCommand = { type: 'ListCall', role: 'supervisor' };

describe('a notice', () => {
  it('is raised once', () => {
    given().when({ type: 'Raise', wish }).then(raised);
    given(raised).when({ type: 'Raise', wish }).thenNothing();
  });
  it('is sent once, after failures too', () => {
    given(raised).when(noteSent).then(sent);
    given(raised, failed).when(noteSent).then(sent);
    given(raised, sent).when(noteSent).thenNothing();
  });
  it('remembers that it could not be sent, until it was', () => {
    given(raised, failed).when(noteFailed).then(failed);
    given(raised, sent).when(noteFailed).thenNothing();
  });
  it('is read once', () => {
    given(raised).when(reading).then(read);
    given(raised, read).when(reading).thenNothing();
  });
  it('is put on the call list once, unless somebody has read it', () => {
    given(raised).when(ring).then(called);
    given(raised, called).when(ring).thenNothing();
    given(raised, read).when(ring).thenNothing();
  });
  it('is the same for the same wish, another for another role', () => {
    expect(noticeOf(wish)).toBe(noticeOf({ ...wish }));
    expect(noticeOf(wish)).not.toBe(noticeOf({ ...wish, role: 'caseworker' }));
  });
});

const rules: Record<NoticeRule, NoticeCommand[]> = { 'notice-unknown': [noteSent, noteFailed, reading, ring] };
describe.each(Object.entries(rules))('%s', (rule, commands) => {
  it.each(commands)('refuses $type', (command) => given().when(command).thenRefused(rule));
});
