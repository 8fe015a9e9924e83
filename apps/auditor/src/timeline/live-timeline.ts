import type { PlainTimeline } from '@satualur/case-timeline/timeline';
import type { CaseId, Instant } from '@satualur/contracts/ids';
import type { ToldTimeline } from '@satualur/contracts/timeline/views';
import { z } from 'zod';
import { CannotSay } from '../cannot-say';

const Digest = z.object({ digest: z.string() });
/** As far as it is taken apart here. */
const Told = z.custom<ToldTimeline>(
  (answer) => z.looseObject({ participants: z.array(z.object()), entries: z.array(z.object()) }).safeParse(answer).success,
);

/** A running timeline service, asked with a token of somebody who may read every case. */
export interface Live {
  /** Its address, without a path. */
  readonly url: string;
  readonly token: string | undefined;
}

/** The live projection's digest. Throws CannotSay. */
export async function liveDigest(live: Live, asOf: Instant | undefined): Promise<string> {
  return (await ask(live, '/digest', { asOf }, Digest)).digest;
}

/** What the service tells of a case, brought back to what the events alone say. Throws CannotSay. */
export async function liveCase(live: Live, caseid: CaseId, asOf: Instant | undefined): Promise<PlainTimeline> {
  const told = await ask(live, `/cases/${caseid}/timeline`, { asOf, technical: 'true' }, Told);
  const { participants, records, referrals, applications, consents, restitution, processes } = told;
  return {
    caseid: told.caseid,
    participants: participants.map(({ key }) => key),
    ...{ records, referrals, applications, consents, restitution, processes },
    entries: told.entries.map(({ final: _, waitsFor: __, sentence: ___, masked: ____, cause, ...entry }) => ({
      ...entry,
      causedBy: cause?.id ?? null,
    })),
  };
}

async function ask<T>(
  { url, token }: Live,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  form: z.ZodType<T>,
): Promise<T> {
  const address = new URL(url.replace(/\/$/, '') + path);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value);
  const headers = { accept: 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(address, { headers }).catch(() => undefined);
  if (!answer) throw new CannotSay(`nobody answers at ${address.origin}`);
  if (!answer.ok)
    throw new CannotSay(`${address.origin}${path} answers ${answer.status}: is the token one that may read every case?`);
  const read = form.safeParse(await answer.json().catch(() => undefined));
  if (!read.success)
    throw new CannotSay(`${address.origin}${path} answers what no timeline service says: is the address its own?`);
  return read.data;
}
