import type { AgencyService } from '@satualur/contracts/catalogue';
import type { Alongside } from '@satualur/event-store/store';

/** One row of a list in a service's own schema; the names of columns are code, never input. */
export interface ListRow {
  readonly table: string;
  /** The columns that it stands under. */
  readonly key: readonly string[];
  /** All columns; `version` is how many events it was made of. */
  readonly row: { readonly version: number };
}

/** Writes a row; one made of fewer events never replaces one made of more. */
export function upsert(service: AgencyService, { table, key, row }: ListRow): Alongside {
  const columns = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = columns.map(([name]) => name);
  const changed = names.filter((name) => !key.includes(name)).map((name) => `${name} = EXCLUDED.${name}`);
  return {
    text: `INSERT INTO "${service}".${table} AS r (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})
      ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changed.join(', ')} WHERE r.version <= EXCLUDED.version`,
    values: columns.map(([, value]) => value),
  };
}
