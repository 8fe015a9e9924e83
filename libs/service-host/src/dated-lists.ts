import type { StatedCode } from '@satualur/contracts/event';
import { type Instant, msOfInstant } from '@satualur/contracts/ids';
import type { CodeScheme } from '@satualur/contracts/codes/casework';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { inForce } from '@satualur/contracts/registry/deadlines';
import type { DataClass } from '@satualur/contracts/sealed';

type Data<T extends RegistryEvent['type']> = Extract<RegistryEvent, { type: T }>['data'];
export type CodeList = Data<'CodeListPublished'>;
export type ConceptMap = Data<'ConceptMapPublished'>;
export type Retention = Data<'RetentionPolicyChanged'>;

/** The registry's lists, each in its versions, with the date each holds from. */
export class DatedLists {
  private readonly lists = new Map<string, CodeList[]>();
  private readonly maps = new Map<string, ConceptMap[]>();
  private readonly retention = new Map<DataClass, Retention[]>();
  private readonly years = new Map<number, Data<'HolidaysPublished'>>();

  /** Takes an event that is one of these lists; others change nothing. */
  apply(event: RegistryEvent): void {
    if (event.type === 'CodeListPublished') push(this.lists, event.data.list, event.data);
    else if (event.type === 'ConceptMapPublished') push(this.maps, event.data.map, event.data);
    else if (event.type === 'RetentionPolicyChanged') push(this.retention, event.data.dataClass, event.data);
    else if (event.type === 'HolidaysPublished') this.years.set(event.data.year, event.data);
  }

  /** The version of a list that holds at `at`; undefined when none was published by then. */
  codes(list: string, at: Instant): CodeList | undefined {
    return inForce(this.lists.get(list) ?? [], at);
  }

  /** False only when a version of the list holds at `at` and lacks the code (domain 5.5, 19). */
  allows(list: string, code: string, at: Instant): boolean {
    const version = this.codes(list, at);
    return version === undefined || version.codes.some((entry) => entry.code === code);
  }

  /** As `allows`; a value that claims a scheme must have it of its list, one that names scheme and version only stands in a list of both. */
  allowsStated({ list, scheme, version, code }: StatedCode, at: Instant): boolean {
    if (list !== undefined) return this.allows(list, code, at) && (scheme === undefined || this.isOf(list, scheme, at));
    const held = [...this.lists.values()]
      .flatMap((versions) => inForce(versions, at) ?? [])
      .filter((each) => each.scheme === scheme);
    return held.length === 0 || held.some((each) => each.version === version && each.codes.some((entry) => entry.code === code));
  }

  private isOf(list: string, scheme: CodeScheme, at: Instant): boolean {
    return (this.codes(list, at)?.scheme ?? scheme) === scheme;
  }

  conceptMap(map: string, at: Instant): ConceptMap | undefined {
    return inForce(this.maps.get(map) ?? [], at);
  }

  retentionOf(dataClass: DataClass, at: Instant): Retention | undefined {
    return inForce(this.retention.get(dataClass) ?? [], at);
  }

  /** @param on calendar date `2026-08-17` */
  isHoliday(on: string): boolean {
    return this.years.get(Number(on.slice(0, 4)))?.days.some((day) => day.on === on) ?? false;
  }

  /** Everything that holds at `at`, for people to look up. */
  all(at: Instant) {
    const held = <T extends { readonly validFrom: Instant }>(versions: Iterable<readonly T[]>): T[] =>
      [...versions].flatMap((some) => inForce(some, at) ?? []);
    const days = [...this.years.values()].sort((a, b) => a.year - b.year);
    return {
      codeLists: held(this.lists.values()),
      conceptMaps: held(this.maps.values()),
      retention: held(this.retention.values()),
      holidays: days,
    };
  }
}

function push<K, V extends { readonly validFrom: Instant }>(into: Map<K, V[]>, key: K, version: V): void {
  const versions = (into.get(key) ?? []).filter((known) => msOfInstant(known.validFrom) !== msOfInstant(version.validFrom));
  into.set(key, [...versions, version]);
}
