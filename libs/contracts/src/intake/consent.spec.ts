import { at, HOSPITAL, OTHER_HOSPITAL, STOP } from '../cast';
import { allows, consentedClasses, consents, type Consents, consentStanding, hasConflict } from './consent';
import type { ConsentEvent } from './events';
import { consentExpired, consentGranted, consentRefused, consentWithdrawn, guardianConflictNoted } from './examples';

const bySelf = (over: object = {}) => consentGranted({ givenBy: 'self', ...over });
const forReturn = bySelf({ purposes: ['Repatriation'] });
const withdrawnElsewhere = consentWithdrawn({ stops: [{ recipient: OTHER_HOSPITAL, stop: STOP }] });
const byGuardian = (over: object = {}) => consentGranted({ givenBy: 'guardian', ...over });
const after = (...events: ConsentEvent[]): Consents =>
  events.reduce<Consents>((state, event) => consents.evolve(state, event), consents.initialState);
const asked = { recipient: HOSPITAL, purpose: 'HealthRehabilitation', at: at('05-31 23:59') } as const;

describe('how a sending stands to the consents given', () => {
  it.each<[string, ConsentEvent[], string]>([
    ['nothing said', [], 'NotGranted'],
    ['granted', [bySelf()], 'Allowed'],
    ['granted to another', [bySelf({ recipients: [OTHER_HOSPITAL] })], 'NotGranted'],
    ['granted for another purpose', [bySelf({ purposes: ['Repatriation'] })], 'NotGranted'],
    ['refused', [consentRefused()], 'NotGranted'],
    ['granted, then refused', [bySelf(), consentRefused()], 'NotGranted'],
    ['granted, then withdrawn', [bySelf(), consentWithdrawn()], 'Withdrawn'],
    ['withdrawn, having been for another purpose', [forReturn, consentWithdrawn()], 'Withdrawn'],
    ['given anew for another purpose after a withdrawal', [forReturn, consentWithdrawn(), forReturn], 'NotGranted'],
    ['withdrawn for another recipient only', [forReturn, withdrawnElsewhere], 'NotGranted'],
    ['granted anew after a withdrawal', [bySelf(), consentWithdrawn(), bySelf()], 'Allowed'],
    ['granted until that very moment', [bySelf({ expiresAt: asked.at })], 'Allowed'],
    ['granted until before', [bySelf({ expiresAt: at('05-31 23:58') })], 'Expired'],
    ['said to have expired', [bySelf({ expiresAt: at('06-01 00:00') }), consentExpired()], 'Expired'],
    ['another grant said to have expired', [bySelf({ expiresAt: at('06-02 00:00') }), consentExpired()], 'Allowed'],
    ['given by a guardian', [byGuardian()], 'Allowed'],
    ['given by a guardian in conflict', [byGuardian(), guardianConflictNoted()], 'GuardianConflict'],
    ['another guardian in conflict', [byGuardian(), byGuardian(), guardianConflictNoted({ grants: [2] })], 'Allowed'],
    ['given by the person, whatever the guardian is', [bySelf(), guardianConflictNoted()], 'Allowed'],
    ['given by the person after a conflict', [byGuardian(), guardianConflictNoted(), bySelf()], 'Allowed'],
    ['withdrawn after a conflict', [byGuardian(), guardianConflictNoted(), consentWithdrawn()], 'Withdrawn'],
  ])('%s', (_, history, standing) => {
    expect(consentStanding(after(...history), asked)).toBe(standing);
    expect(allows(after(...history), asked)).toBe(standing === 'Allowed');
  });

  it('leaves the others alone when one is withdrawn', () =>
    expect(allows(after(bySelf(), consentWithdrawn()), { ...asked, recipient: OTHER_HOSPITAL })).toBe(true));

  it('opens the classes that grants in force name', () => {
    const named = after(bySelf({ classes: ['legal'] }), bySelf({ classes: ['shelter'], purposes: ['LegalAid'] }));
    expect(consentedClasses(named, asked)).toEqual(['legal']);
    expect(consentedClasses(after(bySelf({ classes: ['legal'] }), consentWithdrawn()), asked)).toEqual([]);
  });

  it('knows a conflict until nothing rests on that grant', () => {
    const only = byGuardian({ recipients: [HOSPITAL] });
    expect(hasConflict(after(only))).toBe(false);
    expect(hasConflict(after(only, guardianConflictNoted()))).toBe(true);
    expect(hasConflict(after(only, guardianConflictNoted(), consentWithdrawn()))).toBe(false);
  });
});
