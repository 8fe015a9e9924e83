import { upsert } from './row-upsert';

const row = { queue: 'stops', id: 'a', version: 2, state: 'Open' };
const listed = { table: 'work', key: ['queue', 'id'], row };

describe('the statement that writes a row', () => {
  it('writes every column into the service’s own table, its values beside it', () => {
    const { text, values } = upsert('victim-services', listed);
    expect(text).toMatch(/^INSERT INTO "victim-services"\.work AS r \(id, queue, state, version\) VALUES \(\$1, \$2, \$3, \$4\)/);
    expect(values).toEqual(['a', 'stops', 'Open', 2]);
  });

  it('replaces what stands under its key, but for the key, and only where it was made of no more events', () => {
    expect(upsert('intake', listed).text.replace(/\s+/g, ' ')).toMatch(
      / ON CONFLICT \(queue, id\) DO UPDATE SET state = EXCLUDED\.state, version = EXCLUDED\.version WHERE r\.version <= EXCLUDED\.version$/,
    );
  });

  it('is the same text whatever the order of the columns', () => {
    const { version, ...rest } = row;
    expect(upsert('intake', { ...listed, row: { version, ...rest } })).toEqual(upsert('intake', listed));
  });
});
