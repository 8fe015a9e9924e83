import { join } from 'node:path';
import { type Input, inputsOf } from './inputs';
import { type Pack, type PackRecord, type PackReferral, readPack } from './pack';
import { Stories, wavesOf } from './stories';

const pack = readPack(join(__dirname, '../test/s1-s3.pack.json'), ['S3']);
const [record, referral] = [pack.records[0]!, pack.referrals[0]!];
const NOON = '2026-03-01T12:00:00+08:00';
const records = (...ids: string[]): PackRecord[] =>
  ids.map((recordId) => ({ ...record, recordId, recordedAt: NOON, viaReferral: null }));
const sent = (referralId: string, fromRecord: string, over: Partial<PackReferral> = {}): PackReferral => ({
  ...{ ...referral, referralId, fromRecord, sentAt: NOON, requestedAt: NOON, serviceApplicationId: null },
  ...{ acknowledgedAt: null, decision: 'Expired', serviceStartedAt: null, closedAt: null, closedAs: null },
  ...over,
});
const packOf = (over: Partial<Pack>): Pack => ({ ...pack, records: [], referrals: [], refusedCommands: [], ...over });
const wavesIn = (given: Pack, inputs: readonly Input[] = inputsOf(given)): string[][] =>
  wavesOf(inputs, new Stories(given)).map((wave) =>
    wave.map((turn) => turn.map(({ do: what, ref }) => `${what} ${ref}`).join(', ')),
  );

describe('the inputs of one instant', () => {
  it('that nothing ties together are played at once', () =>
    expect(wavesIn(packOf({ records: records('R-1', 'R-2', 'R-3') }))).toEqual([
      ['register-record R-1', 'register-record R-2', 'register-record R-3'],
    ]));

  it('of one story follow each other, beside those of another', () =>
    expect(
      wavesIn(
        packOf({ records: records('R-1', 'R-2'), referrals: [sent('F-1', 'R-1'), sent('F-2', 'R-1'), sent('F-3', 'R-2')] }),
      ),
    ).toEqual([['register-record R-1', 'register-record R-2'], ['send F-1', 'send F-3'], ['send F-2']]));

  it('follow an application without coming to rest between', () =>
    expect(
      wavesIn(packOf({ records: records('R-1'), referrals: [sent('F-1', 'R-1', { serviceApplicationId: 'SA-1' })] })),
    ).toEqual([['register-record R-1'], ['apply-for-services F-1, send F-1']]));

  it('bring the stories of a batch together', () => {
    const lines = ['1', '2'].map((n) => sent(`F-${n}`, `R-${n}`, { batchId: 'B-1' }));
    const given = packOf({ records: records('R-1', 'R-2', 'R-3'), referrals: [...lines, sent('F-3', 'R-3')] });
    expect(wavesIn(given)).toEqual([
      ['register-record R-1', 'register-record R-2', 'register-record R-3'],
      ['send-batch F-1', 'send F-3'],
    ]);
  });

  it('wait for what bears on everybody, and it for them', () => {
    const given = packOf({ records: records('R-1', 'R-2') });
    const [one, other] = inputsOf(given) as [Input, Input];
    const left = { do: 'leave-platform', agency: pack.agencies[0]!, atMs: one.atMs, rank: 0, ref: 'X' } as const;
    expect(wavesIn(given, [one, left, other])).toEqual([['register-record R-1'], ['leave-platform X'], ['register-record R-2']]);
  });
});

describe('a story', () => {
  const related = (given: Pack, one: string, other: string): boolean => {
    const stories = new Stories(given);
    const of = (id: string) => {
      const input = inputsOf(given).find(({ ref }) => ref === id)!;
      return stories.of(input)[0];
    };
    return of(one) === of(other);
  };
  const two = { records: records('R-1', 'R-2') };

  it.each<[string, Partial<Pack>]>([
    [
      'a referral and the record that answers it',
      { records: [records('R-1')[0]!, { ...records('R-2')[0]!, viaReferral: 'F-1' }], referrals: [sent('F-1', 'R-1')] },
    ],
    ['a record named by an acceptance', { ...two, referrals: [sent('F-1', 'R-1', { recipientRecord: 'R-2' })] }],
    ['records of one case', { records: two.records.map((one) => ({ ...one, caseRef: 'K-1' })) }],
    [
      'referrals of one application',
      { ...two, referrals: ['1', '2'].map((n) => sent(`F-${n}`, `R-${n}`, { serviceApplicationId: 'SA-1' })) },
    ],
    ['a reroute', { ...two, referrals: [sent('F-1', 'R-1'), sent('F-2', 'R-2', { supersedes: 'F-1' })] }],
  ])('holds %s', (_, over) => expect(related(packOf(over), 'R-1', 'R-2')).toBe(true));

  it('holds nothing else', () =>
    expect(related(packOf({ ...two, referrals: [sent('F-1', 'R-1'), sent('F-2', 'R-2')] }), 'R-1', 'R-2')).toBe(false));
});
