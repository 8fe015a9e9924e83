import { Coded, RiskLevel } from '@satualur/contracts/codes/casework';
import { TypeOfExploitation } from '@satualur/contracts/codes/htcds';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { SomeAssertions } from '@satualur/contracts/intake/events';
import { plainForm } from '@satualur/contracts/sealed';
import { z } from 'zod';
import { codedFields, listAt, statedCodes } from './stated-codes';

const Body = z.object({
  service: ServiceCategory.optional(),
  lines: z.array(z.object({ service: ServiceCategory })).optional(),
  purposes: z.array(TypeOfExploitation).optional(),
  risk: RiskLevel.default('Low'),
  indicators: z.array(Coded).optional(),
  assertions: plainForm(SomeAssertions).optional(),
  own: z.enum(['a', 'b']).optional(),
});
const fields = codedFields(Body);
const stated = (body: object) => statedCodes(fields, body);

describe('the codes that a body states', () => {
  it('are found wherever they stand, with their list and place', () => {
    expect(stated({ service: 'LegalAid', lines: [{ service: 'Coordination' }, { service: 'LegalAid' }], risk: 'High' })).toEqual([
      { list: 'ServiceCategory', code: 'LegalAid', pointer: '/service' },
      { list: 'ServiceCategory', code: 'Coordination', pointer: '/lines/0/service' },
      { list: 'ServiceCategory', code: 'LegalAid', pointer: '/lines/1/service' },
      { list: 'RiskLevel', code: 'High', pointer: '/risk' },
    ]);
    expect(stated({ purposes: ['Servitude'] })).toEqual([
      { list: 'vic_TypeOfExploitation', code: 'Servitude', pointer: '/purposes/0' },
    ]);
  });

  it('are those of assertions, with the scheme that their caller claims', () => {
    const assertions = {
      role: { value: 'witness', method: 'Document' },
      exploitation: { value: ['ForcedLabour'], scheme: 'htcds-2.0', method: 'Document' },
      maritalStatus: { value: 'Single', scheme: 'simfoni', method: 'Document' },
      name: { value: 'Kenanga Contoh', method: 'Document' },
    };
    expect(stated({ assertions })).toEqual([
      { list: 'PersonRole', code: 'witness', pointer: '/assertions/role/value' },
      { list: 'vic_TypeOfExploitation', code: 'ForcedLabour', scheme: 'htcds-2.0', pointer: '/assertions/exploitation/value/0' },
      { list: 'prs_MaritalStatus', code: 'Single', scheme: 'simfoni', pointer: '/assertions/maritalStatus/value' },
    ]);
  });

  it('are those that name scheme and version themselves', () => {
    const indicator = { scheme: 'uu-21-2007', version: '2007', code: 'Deception', text: 'Penipuan' };
    expect(stated({ indicators: [indicator] })).toEqual([
      { scheme: 'uu-21-2007', version: '2007', code: 'Deception', pointer: '/indicators/0' },
    ]);
  });

  it('are none of a list that stands in one event only, nor of what is absent', () => {
    expect(stated({ own: 'a' })).toEqual([]);
    expect(stated({})).toEqual([]);
  });

  it('name their list where one is refused', () => {
    expect(listAt(fields, '/lines/3/service')).toBe('ServiceCategory');
    expect(listAt(fields, '/lines/3')).toBeUndefined();
    expect(listAt(fields, '/own')).toBeUndefined();
  });
});
