import type { EventOf } from '@satualur/contracts/event';
import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { codeEvents } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type CodeEvent = EventOf<typeof codeEvents>;
type ListData = Extract<CodeEvent, { type: 'CodeListPublished' }>['data'];
type MapData = Extract<CodeEvent, { type: 'ConceptMapPublished' }>['data'];

/** One list or one map; every version is published whole, with the date it holds from. */
export type CodeCommand = ({ readonly type: 'PublishCodeList' } & ListData) | ({ readonly type: 'PublishConceptMap' } & MapData);

export type CodeRule = 'valid-from-taken' | 'version-taken' | 'code-repeated';
const must: Must<CodeRule> = mustHold;

/** What of the versions published before must not come again. */
export interface Versions {
  readonly from: readonly Instant[];
  readonly versions: readonly string[];
}

const spelled = (instant: Instant): Instant => instantOf(msOfInstant(instant));
const distinct = (codes: readonly string[]): boolean => new Set(codes).size === codes.length;

function decide(command: CodeCommand, { from, versions }: Versions): readonly CodeEvent[] {
  const validFrom = spelled(command.validFrom);
  must(!from.includes(validFrom), 'valid-from-taken');
  if (command.type === 'PublishCodeList') {
    const { type: _, ...data } = command;
    must(!versions.includes(data.version), 'version-taken');
    must(distinct(data.codes.map(({ code }) => code)), 'code-repeated');
    return [{ type: 'CodeListPublished', data: { ...data, validFrom } }];
  }
  const { type: _, ...data } = command;
  must(distinct(data.entries.map(({ code, to }) => `${code} ${to ?? ''}`)), 'code-repeated');
  return [{ type: 'ConceptMapPublished', data: { ...data, validFrom } }];
}

function evolve({ from, versions }: Versions, { type, data }: CodeEvent): Versions {
  const known = type === 'CodeListPublished' ? [...versions, data.version] : versions;
  return { from: [...from, spelled(data.validFrom)], versions: known };
}

export const codes: Decider<CodeCommand, Versions, CodeEvent> = { initialState: { from: [], versions: [] }, decide, evolve };
