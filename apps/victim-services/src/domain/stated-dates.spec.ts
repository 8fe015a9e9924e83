import { at } from '@satualur/contracts/cast';
import { mustHaveHappened } from './stated-dates';

const now = at('02-03 10:00');
const said = (arrived: string) => () => mustHaveHappened(now, { arrived, other: undefined });
const refused = expect.objectContaining({ rule: 'stated-in-the-future', detail: { field: 'arrived' } });

it.each([
  now,
  at('02-03 09:59'),
  '2026-02-03T02:01:00Z',
  '2026-02-03T03:00:00.000+01:00',
  '2026-02-03',
  '2026-02-04',
  '1990-01-01',
])('%s may have happened', (stated) => expect(said(stated)).not.toThrow());
it.each([at('02-03 10:02'), '2026-02-03T02:01:01Z', '2030-01-01T00:00:00Z', '2026-02-05', '2030-01-01'])(
  '%s is still to come',
  (stated) => expect(said(stated)).toThrow(refused),
);
it('counts the day in WITA', () => {
  const late = at('02-03 23:59');
  expect(() => mustHaveHappened(late, { on: '2026-02-04' })).not.toThrow();
  expect(() => mustHaveHappened(late, { on: '2026-02-05' })).toThrow();
});
