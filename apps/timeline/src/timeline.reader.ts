import type { Caller, Relation } from '@satualur/access/access';
import { can, relationToTaskForce, requireAccess } from '@satualur/access/table';
import { readerScope, visibleCases } from '@satualur/access/visible-cases';
import type { CaseId, Instant } from '@satualur/contracts/ids';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import type { CaseLine, ToldTimeline } from '@satualur/contracts/timeline/views';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { digestOf } from '@satualur/projections/digest';
import type { Rows } from '@satualur/projections/projection';
import { Projector } from '@satualur/projections/projector';
import { Directory } from '@satualur/service-host/directory';
import { agencyNames } from '@satualur/case-timeline/agency-names';
import { caseLine } from '@satualur/case-timeline/case-line';
import type { ProvenEvent } from '@satualur/case-timeline/content';
import { byPlace, publishedOf } from '@satualur/case-timeline/known-event';
import { foldTimeline } from '@satualur/case-timeline/timeline';
import { contentAsOf } from './projections/case-timeline.projection';
import { casesBy, directoryEvents, eventsOfCases } from './projections/case-timeline.rows';
import { tellTimeline, type Telling } from '@satualur/case-timeline/tell';
import type { Reader } from '@satualur/case-timeline/visible';

export interface TimelineQuery extends Telling {
  readonly asOf?: Instant | undefined;
}

interface Scope {
  readonly rows: Rows;
  readonly schema: string;
  readonly directory: readonly ProvenEvent[];
  readonly toTaskForce: Relation;
}

const MOST_CASES = 50;

/** The masks of the caller's agency hold in every role (ADR 19); who may read every case also sees the agencies' own affairs. */
const readerOf = (caller: Caller, toTaskForce: Relation): Reader =>
  can(caller, 'timeline.read-any', toTaskForce) ? { overseerOf: caller.agency } : caller.agency;

/** Queries over the projection, each on one snapshot and only over cases that the caller may see. */
export class TimelineReader {
  constructor(
    private readonly projector: Projector,
    private readonly clock: Clock,
  ) {}

  /** Undefined when the case is hidden from the caller or does not exist: the two are not told apart. */
  timeline(caller: Caller, caseid: CaseId, query: TimelineQuery): Promise<ToldTimeline | undefined> {
    return this.scoped(caller, async ({ rows, schema, directory, toTaskForce }) => {
      const watermarks = await Projector.watermarks(rows, schema);
      const events = (await eventsOfCases(rows, schema, [caseid])).get(caseid);
      if (!events) return undefined;
      const view = foldTimeline(caseid, events, watermarks, query.asOf, readerOf(caller, toTaskForce));
      return tellTimeline(view, agencyNames(directory, query.asOf), query);
    });
  }

  /** At most 50 cases by id, after `after`; with `ref` those that hold an agency's own number. */
  cases(
    caller: Caller,
    { ref, after }: { readonly ref?: string | undefined; readonly after?: CaseId | undefined },
  ): Promise<readonly CaseLine[]> {
    return this.scoped(caller, async ({ rows, schema, directory, toTaskForce }) => {
      const visible = visibleCases(caller, toTaskForce, { schema, name: 'participant' }, 4);
      const ids = await casesBy(rows, schema, { ref, after, limit: MOST_CASES, visible });
      const names = agencyNames(directory);
      const events = await eventsOfCases(rows, schema, ids);
      return ids.flatMap((caseid) =>
        events.has(caseid) ? [caseLine(caseid, events.get(caseid)!, names, readerOf(caller, toTaskForce))] : [],
      );
    });
  }

  /** SHA-256, hex, of the whole projection, as known strictly before `asOf` when given; for who may read every case. Throws AccessDenied. */
  digest(caller: Caller, asOf?: Instant): Promise<string> {
    return this.scoped(caller, async ({ rows, schema, toTaskForce }) => {
      requireAccess(caller, 'timeline.read-any', toTaskForce);
      return digestOf(contentAsOf(rows, schema, asOf));
    });
  }

  private scoped<T>(caller: Caller, work: (scope: Scope) => Promise<T>): Promise<T> {
    return this.projector.read(async (rows, schema) => {
      const directory = [...(await directoryEvents(rows, schema))].sort(byPlace);
      const toTaskForce = relationToTaskForce(caller, this.secretariat(directory));
      const { text, values } = readerScope(caller, toTaskForce);
      await rows.query(text, values);
      return work({ rows, schema, directory, toTaskForce });
    });
  }

  private secretariat(events: readonly ProvenEvent[]) {
    const directory = new Directory();
    for (const event of events) directory.apply(publishedOf(event) as RegistryEvent);
    return directory.policyAt(instantNow(this.clock))?.provincialSecretariat;
  }
}
