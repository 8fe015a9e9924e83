import type { Answer, Service, Staff } from '../src/api';
import type { Played } from '../src/player';
import { idsOf } from './ids-of';
import { AUDITOR, CLERK, type WholeStack } from './whole-stack';

/** Who may not, and what they are told: the table of libs/access as it holds at the services' doors. */
export function access(given: () => WholeStack, played: () => Played): void {
  const id = (ref: string) => idsOf(played())(ref);
  const caseOf = (record: string) => played().cases.find((one) => one.record === record)!.caseid;
  const get = async (service: Service, path: string, staff: Staff) => (await given().api.get(service, path, staff)).status;
  const worker = (agency: string) => given().staff.caseworker(agency);
  let tries = 0;
  const post = (service: Service, path: string, staff: Staff, body: object): Promise<Answer> =>
    given().api.post(service, path, staff, `access ${tries++}`, body);

  it('shows a record to its owner alone', async () => {
    const path = `/records/${id('R-0301')}`;
    expect(await get('intake', path, worker('POL-6310'))).toBe(200);
    expect(await get('intake', path, worker('RS-6371'))).toBe(404);
    expect(await get('intake', path, AUDITOR)).toBe(403);
  });

  it('shows a referral to its two sides alone', async () => {
    const path = `/referrals/${id('F-0302')}`;
    for (const side of ['POL-6310', 'RS-6371']) expect(await get('referral', path, worker(side))).toBe(200);
    for (const other of ['RS-6310', 'BP3MI-63', 'DP3AKB-63']) expect(await get('referral', path, worker(other))).toBe(404);
  });

  it('shows a timeline to the agencies of the case and to the provincial secretariat', async () => {
    const path = `/cases/${caseOf('R-0301')}/timeline`;
    for (const agency of ['POL-6310', 'RS-6310', 'RS-6371']) expect(await get('timeline', path, worker(agency))).toBe(200);
    expect(await get('timeline', path, given().staff.secretariat)).toBe(200);
    for (const other of ['BP3MI-63', 'UPTD-6371']) expect(await get('timeline', path, worker(other))).toBe(404);
    expect(await get('timeline', path, CLERK)).toBe(404);
  });

  it('lists to each agency its own cases', async () => {
    const casesOf = async (staff: Staff) => {
      const { body } = await given().api.get('timeline', '/cases', staff);
      return (body['cases'] as { caseid: string }[]).map(({ caseid }) => caseid);
    };
    expect(await casesOf(worker('BP3MI-63'))).toEqual([caseOf('R-0104')]);
    expect(await casesOf(worker('RS-6371'))).toEqual([caseOf('R-0101'), caseOf('R-0301')].sort());
    expect(await casesOf(given().staff.secretariat)).toEqual(
      played()
        .cases.map(({ caseid }) => caseid)
        .sort(),
    );
  });

  it('takes commands from the right agency and role alone', async () => {
    const answer = `/referrals/${id('F-0302')}`;
    const asserted = { role: { value: 'victim', method: 'Observed' }, name: { value: 'Rukmini Rekaan', method: 'Observed' } };
    const refused: readonly [Service, string, Staff, object, number][] = [
      ['referral', `${answer}/acknowledge`, worker('BP3MI-63'), {}, 404],
      ['referral', `${answer}/withdraw`, worker('RS-6371'), { reason: 'NoShow' }, 403],
      ['referral', `${answer}/accept`, CLERK, {}, 403],
      ['intake', '/records', AUDITOR, { ref: 'R-9100', assertions: asserted }, 403],
      ['victim-services', `/episodes/${id('episode F-0302')}/complete`, worker('POL-6310'), {}, 404],
      ['registry', '/task-forces', worker('POL-6310'), { kabkota: '6371', exists: false }, 403],
      ['registry', '/task-forces', worker('DP3AKB-63'), { kabkota: '6371', exists: false }, 403],
      ['referral', '/demo/clock', worker('POL-6310'), { to: '2026-07-20T08:00:00+08:00' }, 403],
      ['timeline', '/digest/verify', worker('POL-6310'), {}, 404],
    ];
    const given_ = [];
    for (const [service, path, staff, body] of refused) given_.push((await post(service, path, staff, body)).status);
    expect(given_).toEqual(refused.map(([, , , , status]) => status));
  });

  it('asks for a token, and for one of the issuer’s', async () => {
    const { addresses } = given().services;
    for (const address of Object.values(addresses)) {
      const without = await fetch(`${address}/demo/quiet`);
      expect({ status: without.status, scheme: without.headers.get('www-authenticate') }).toMatchObject({ status: 401 });
      const forged = await given()
        .api.tokenFor(CLERK)
        .then((token) => token.replace(/\.[^.]*$/, `.${'A'.repeat(86)}`));
      expect((await fetch(`${address}/demo/quiet`, { headers: { authorization: `Bearer ${forged}` } })).status).toBe(401);
    }
  });
}
