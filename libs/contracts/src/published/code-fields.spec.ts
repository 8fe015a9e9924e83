import { catalogue } from '../catalogue';
import * as casework from '../codes/casework';
import * as htcds from '../codes/htcds';
import { codeLists } from '../codes/schemes';
import * as services from '../codes/services';
import { z } from 'zod';
import { codeListsOf } from './code-fields';

const lists = codeListsOf(catalogue.values());
const named = (name: string) => lists.find((list) => list.name === name);

describe('the lists that events take their codes from', () => {
  it('say of every list of the code modules where it comes from', () => {
    const ofModules = [casework, htcds, services].flatMap((module) => Object.values(module) as unknown[]);
    const without = ofModules.filter((list) => list instanceof z.ZodEnum && list !== casework.CodeScheme && !codeLists.has(list));
    expect(without).toEqual([]);
  });

  it.each([
    ['TypeOfExploitation', 'htcds-2.0', 'AgencyRecordRegistered.exploitation'],
    ['TraffickingStatus', 'htcds-2.0', 'VictimStatusDetermined.traffickingStatus'],
    ['ComplaintChannel', 'simfoni', 'AgencyRecordRegistered.channel'],
    ['TraffickingMeans', 'uu-21-2007', 'ScreeningCompleted.means'],
    ['LegalBasis', 'uu-27-2022', 'ReferralSent.legalBasis'],
    ['ServiceCategory', 'satualur', 'SupportPlanDrafted.services.service'],
  ])('%s: %s, in %s', (name, scheme, field) => {
    expect(named(name)).toMatchObject({ scheme });
    expect(named(name)?.fields).toContain(field);
  });

  it('name one that stands in a single event by that event’s field, as local', () =>
    expect(named('VerdictRecorded.verdict')).toMatchObject({
      scheme: 'satualur',
      codes: ['Convicted', 'Acquitted', 'Released'],
    }));

  it('hold no list twice', () => expect(new Set(lists.map(({ name }) => name)).size).toBe(lists.length));
});
