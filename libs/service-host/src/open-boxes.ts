import type { SubjectId, StreamId } from '@satualur/contracts/ids';
import { Erased, isSealedBox } from '@satualur/contracts/sealed';
import type { SealContext, Vault } from '@satualur/vault/vault';

/** How a field that cannot be opened is shown. */
export interface Closed {
  readonly closed: Erased['reason'];
}

/** Where the boxes of a value were sealed, without the field. */
export type SealedAt = Omit<SealContext, 'field'> & { readonly subject: SubjectId; readonly stream: StreamId };

/**
 * A copy of `value` with every SealedBox opened by the vault, `{closed: reason}` where the key is destroyed or was never granted.
 * @param path field path of `value` in its event's data, joined by dots
 */
export async function openBoxes(vault: Vault, value: unknown, at: SealedAt, path: string): Promise<unknown> {
  if (isSealedBox(value)) {
    const plain = await vault.open(value, { ...at, field: path });
    return plain instanceof Erased ? ({ closed: plain.reason } satisfies Closed) : plain;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const opened = await Promise.all(
    Object.entries(value).map(async ([name, field]) => [name, await openBoxes(vault, field, at, `${path}.${name}`)] as const),
  );
  return Object.fromEntries(opened);
}
