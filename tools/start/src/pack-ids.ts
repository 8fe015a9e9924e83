/** What a pack's numbers stand for: the same number may be given once for each of them. */
export type PackKind = 'agency' | 'record' | 'announced' | 'referral' | 'application' | 'episode' | 'stop' | 'claim' | 'basis';

/** The services' ids by the pack's numbers, kind by kind. */
export class PackIds {
  private readonly known: Map<string, string>;

  /** `entries` as `kept` gave them. */
  constructor(entries: Iterable<readonly [string, string]> = []) {
    this.known = new Map(entries);
  }

  /** Undefined while it does not exist. */
  find(kind: PackKind, ref: string): string | undefined {
    return this.known.get(`${kind} ${ref}`);
  }

  /** Throws for what does not exist. */
  of(kind: PackKind, ref: string): string {
    const id = this.find(kind, ref);
    if (id === undefined) throw new Error(`the pack names the ${kind} ${ref} before it exists`);
    return id;
  }

  set(kind: PackKind, ref: string, id: string): void {
    this.known.set(`${kind} ${ref}`, id);
  }

  kept(): readonly (readonly [string, string])[] {
    return [...this.known];
  }
}
