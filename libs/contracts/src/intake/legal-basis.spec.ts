import { at } from '../cast';
import type { LegalBasisEvent } from './events';
import { legalBasisRecorded } from './examples';
import { type BasisAsked, basisStanding, legalBases } from './legal-basis';

const stands = (asked: Partial<BasisAsked>, ...events: LegalBasisEvent[]) =>
  basisStanding(events.reduce(legalBases.evolve, legalBases.initialState), {
    ...{ basis: 'PublicTask', purpose: 'HealthRehabilitation', classes: ['identity', 'medical'], at: at('02-03 10:00') },
    ...asked,
  });

describe('a basis recorded', () => {
  it('carries what it names', () => expect(stands({}, legalBasisRecorded())).toBe('Carries'));
  it('is none before it is recorded', () => expect(stands({})).toBe('NotRecorded'));
  it('carries no other basis and no other service', () => {
    expect(stands({ basis: 'VitalInterest' }, legalBasisRecorded())).toBe('NotRecorded');
    expect(stands({ purpose: 'LegalAid' }, legalBasisRecorded())).toBe('NotRecorded');
  });
  it('carries no class that it does not name', () =>
    expect(stands({ classes: ['identity', 'shelter'] }, legalBasisRecorded())).toBe('TooNarrow'));
  it('holds from its first instant to its last, both in', () => {
    const span = legalBasisRecorded({ since: at('02-01 08:00'), until: at('02-10 08:00') });
    const said = ['02-01 07:59', '02-01 08:00', '02-10 08:00', '02-10 08:01'].map((local) => stands({ at: at(local) }, span));
    expect(said).toEqual(['NotInForce', 'Carries', 'Carries', 'NotInForce']);
  });
  it('gives way to a later statement for the services that this names', () => {
    const both = legalBasisRecorded({ purposes: ['HealthRehabilitation', 'LegalAid'] });
    const ended = legalBasisRecorded({ until: at('02-02 10:00') });
    expect(stands({}, both, ended)).toBe('NotInForce');
    expect(stands({ purpose: 'LegalAid' }, both, ended)).toBe('Carries');
    expect(stands({}, ended, both)).toBe('Carries');
  });
});
