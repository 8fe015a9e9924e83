import type { ProvenEvent, ProvenPlace } from '@satualur/case-timeline/content';
import { decodeEvent } from '@satualur/contracts/bytes';
import { Hlc } from '@satualur/contracts/hlc';
import type { CaseId } from '@satualur/contracts/ids';
import { envelopeOf, isRefusal } from '@satualur/messaging/verify';
import { CannotSay } from '../cannot-say';
import type { LogUnderAudit } from '../log-under-audit';

/** An event that a timeline is made of, with its bytes. */
export interface CaseEvent extends ProvenPlace {
  readonly bytes: Buffer;
}

export const provenEvent = ({ bytes, ...place }: CaseEvent): ProvenEvent => ({ ...place, envelope: decodeEvent(bytes) });

const CASE = Buffer.from('"caseid":"');
const DATA = Buffer.from('"data":');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/;

/** The case of an event, read without parsing: in canonical form an envelope's `caseid` stands before its `data`. */
export function caseIn(bytes: Buffer): CaseId | undefined {
  const at = bytes.indexOf(CASE);
  if (at === -1 || at > bytes.indexOf(DATA)) return undefined;
  const quoted = bytes.toString('latin1', at + CASE.length, at + CASE.length + 37);
  return UUID.test(quoted) ? (quoted.slice(0, -1) as CaseId) : undefined;
}

/**
 * The events of a log whose case is wanted, in their order. What no reader could take in is left out, as readers do. Throws CannotSay
 * where an event is lost: a fold of the rest would say nothing.
 */
export async function* caseEventsOf(
  log: LogUnderAudit,
  wanted: (caseid: CaseId | undefined) => boolean,
  read: (count: number) => void = () => undefined,
): AsyncIterable<{ readonly caseid: CaseId | undefined; readonly event: CaseEvent }> {
  let last = 0;
  for await (const run of log.entries()) {
    for (const { seq, bytes, leaf, stray } of run) {
      if (stray) continue;
      if (seq !== last + 1 || !bytes || !leaf) throw new CannotSay(`${log.name}: event ${last + 1} is lost; verify says more`);
      last = seq;
      const caseid = caseIn(bytes);
      const event = wanted(caseid) ? taken(log.name, seq, bytes, leaf) : undefined;
      if (event) yield { caseid, event };
    }
    read(run.length);
  }
}

/** Copies: what was read lies in large buffers that one event would keep alive. */
function taken(log: string, seq: number, bytes: Buffer, leaf: Buffer): CaseEvent | undefined {
  const envelope = envelopeOf(bytes, log);
  if (isRefusal(envelope) || !Hlc.safeParse(envelope.hlc).success) return undefined;
  return { log, seq, hlc: envelope.hlc, bytes: Buffer.from(bytes), leaf: Buffer.from(leaf) };
}
