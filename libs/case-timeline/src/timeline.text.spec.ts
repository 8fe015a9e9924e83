import type { AgencyKey, CaseId } from '@satualur/contracts/ids';
import { consentWithdrawn } from '@satualur/contracts/intake/examples';
import * as referrals from '@satualur/contracts/referral/examples';
import { idOf } from '@satualur/contracts/testing';
import * as services from '@satualur/contracts/victim-services/examples';
import { agencyNames } from './agency-names';
import { registryLog } from './stories/registry.story';
import { Story } from './stories/story';
import { tellTimeline } from './tell';
import { foldTimeline } from './timeline';
import { timelineText } from './timeline.text';

/** A case with one of everything that is summed up below its entries. */
function everything(): Story {
  const story = new Story(idOf('text') as CaseId);
  const tell = (category: string, event: Parameters<Story['tell']>[3], local: string) =>
    story.tell('pol-6310', category, category, event, local);
  tell('referralout', referrals.referralSent({ emergency: true, proxied: true }), '02-03 10:00');
  tell('application', services.serviceApplicationFiled(), '02-03 10:00');
  tell('application', services.serviceApplicationWithdrawn(), '02-04 10:00');
  tell('consent', consentWithdrawn({ stops: [{ recipient: 'bp3mi-63' as AgencyKey, stop: idOf('stop') }] }), '04-20 09:00');
  tell('process', services.policeReportFiled(), '02-05 10:00');
  tell('restitution', services.restitutionClaimed(), '03-05 10:00');
  tell('restitution', services.restitutionAwarded(), '05-05 10:00');
  tell('restitution', services.restitutionVerdictNotified(), '06-05 10:00');
  tell('restitution', services.restitutionOverdue(), '06-20 00:00');
  return story;
}

const textIn = (language: 'id' | 'en') => {
  const { caseid, events } = everything();
  const view = foldTimeline(caseid, events, new Map());
  return timelineText(tellTimeline(view, agencyNames(registryLog().events), { language, technical: false })).split('\n');
};

describe('a timeline as text', () => {
  it.each([
    ['en', 'Referrals:', '  F-0301  POL-6310 > RS-6310  sent (emergency, off the platform)'],
    ['en', 'Service applications:', '  SA-02  withdrawn'],
    ['en', 'Consent withdrawn:', '  20 Apr 2026 09:00 WITA  bp3mi-63 asked to stop'],
    ['en', 'Legal proceedings:', '  LK-01  POL-6310  reported'],
    ['en', 'Restitution:', '  RC-01  awarded Rp 60,000,000, paid Rp 0, outstanding Rp 60,000,000; due 19 Jun 2026 (OVERDUE)'],
    [
      'id',
      'Restitusi:',
      '  RC-01  dikabulkan Rp60.000.000, dibayar Rp0, belum dibayar Rp60.000.000; jatuh tempo 19 Jun 2026 (TERLAMBAT)',
    ],
    ['id', 'Pencabutan persetujuan:', '  20 Apr 2026 09.00 WITA  bp3mi-63 diminta berhenti'],
  ] as const)('%s: has the section %s', (language, title, line) => {
    const lines = textIn(language);
    expect(lines[lines.indexOf(title) + 1]).toBe(line);
  });
});
