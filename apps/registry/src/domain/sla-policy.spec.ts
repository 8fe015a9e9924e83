import { at, SECRETARIAT } from '@satualur/contracts/cast';
import type { Instant } from '@satualur/contracts/ids';
import { slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { scenario } from '@satualur/decider/testing';
import { changeSlaPolicy } from './registry.builders';
import { slaPolicies, type SlaPolicyCommand, type SlaPolicyEvent, type SlaPolicyRule } from './sla-policy';

const { given } = scenario(slaPolicies);

describe('the SLA policy', () => {
  it('is set', () => given().when(changeSlaPolicy()).then(slaPolicyChanged()));
  it('is spelled in UTC', () =>
    given()
      .when(changeSlaPolicy({ validFrom: '2026-01-01T00:00:00+08:00' as Instant }))
      .then(slaPolicyChanged()));
  it('changes from another instant on', () =>
    given(slaPolicyChanged())
      .when(changeSlaPolicy({ validFrom: at('07-01 00:00') }))
      .then(slaPolicyChanged({ validFrom: at('07-01 00:00') })));
  it('may name no secretariat', () => {
    const { provincialSecretariat: _, ...data } = slaPolicyChanged({ provincialSecretariat: SECRETARIAT }).data;
    const { provincialSecretariat: __, ...command } = changeSlaPolicy();
    given().when(command).then({ type: 'SlaPolicyChanged', data });
  });
});

/** Every rule has an example: a rule added without one does not compile. */
const rules: Record<SlaPolicyRule, { after: SlaPolicyEvent[]; refuses: SlaPolicyCommand[] }> = {
  'valid-from-taken': {
    after: [slaPolicyChanged()],
    refuses: [changeSlaPolicy(), changeSlaPolicy({ validFrom: '2026-01-01T00:00:00+08:00' as Instant })],
  },
};

describe.each(Object.entries(rules))('%s', (rule, { after, refuses }) => {
  it.each(refuses)('refuses $type', (command) =>
    given(...after)
      .when(command)
      .thenRefused(rule),
  );
});
