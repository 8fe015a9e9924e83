import type { Pack } from './pack';

/** What a part of a pack names that the pack does not hold, or names twice: `/records/3/agency: no agency "X"`; undefined when all is there. */
export function brokenReference(pack: Pack): string | undefined {
  for (const check of [repeated, agencies, records, referrals]) {
    const [first] = check(pack);
    if (first !== undefined) return first;
  }
  return undefined;
}

function* repeated({ records, referrals }: Pack): Iterable<string> {
  yield* twice('records', 'recordId', records);
  yield* twice('referrals', 'referralId', referrals);
}

function* twice<K extends string>(part: string, key: K, all: readonly Readonly<Record<K, string>>[]): Iterable<string> {
  const seen = new Set<string>();
  for (const [index, one] of all.entries()) {
    if (seen.has(one[key])) yield `/${part}/${index}/${key}: "${one[key]}" stands twice`;
    seen.add(one[key]);
  }
}

function* agencies(pack: Pack): Iterable<string> {
  const codes = new Set(
    pack.agencies.flatMap(({ code, formerCodes = [] }) => [code, ...formerCodes.map((former) => former.code)]),
  );
  const named = (code: string): boolean => codes.has(code);
  const { provincialSecretariat } = pack.policies;
  if (!named(provincialSecretariat)) yield `/policies/provincialSecretariat: no agency "${provincialSecretariat}"`;
  yield* unknown('records', 'agency', 'agency', pack.records, named);
  yield* unknown('caseEvents', 'agency', 'agency', pack.caseEvents, named);
  yield* unknown('referrals', 'fromAgency', 'agency', pack.referrals, named);
  yield* unknown('referrals', 'toAgency', 'agency', pack.referrals, (code) => named(code) || code.startsWith('GT-'));
  yield* unknown('refusedCommands', 'agency', 'agency', pack.refusedCommands, named);
}

function* records(pack: Pack): Iterable<string> {
  const ids = new Set(pack.records.map(({ recordId }) => recordId));
  const held = (id: string): boolean => ids.has(id);
  for (const part of ['updates', 'consents', 'restitution'] as const)
    yield* unknown(part, 'recordId', 'record', pack[part], held);
  yield* unknown('referrals', 'fromRecord', 'record', pack.referrals, held);
  yield* unknown('referrals', 'recipientRecord', 'record', pack.referrals, held);
}

function* referrals(pack: Pack): Iterable<string> {
  const ids = new Set(pack.referrals.map(({ referralId }) => referralId));
  const held = (id: string): boolean => ids.has(id);
  yield* unknown('records', 'viaReferral', 'referral', pack.records, held);
  yield* unknown('referrals', 'supersedes', 'referral', pack.referrals, held);
}

function* unknown<K extends string>(
  part: string,
  key: K,
  what: string,
  all: readonly { readonly [key in K]?: string | null | undefined }[],
  known: (name: string) => boolean,
): Iterable<string> {
  for (const [index, one] of all.entries()) {
    const name = one[key];
    if (name !== undefined && name !== null && !known(name)) yield `/${part}/${index}/${key}: no ${what} "${name}"`;
  }
}
