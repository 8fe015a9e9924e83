import type { KeyObject } from 'node:crypto';
import { catalogue } from '@satualur/contracts/catalogue';
import type { AnyEvent } from '@satualur/contracts/event';
import type { AgencyKey, StreamId, SubjectId } from '@satualur/contracts/ids';
import { type DataClass, isSealedBox, type SealedPath } from '@satualur/contracts/sealed';
import { sealValue } from './seal';

/** Sealed paths of one event type as a tree, so that one walk copies and seals. */
type PathTree = ReadonlyMap<string, PathTree | DataClass>;
type Fields = Readonly<Record<string, unknown>>;

function treeOf(paths: readonly SealedPath[], depth = 0): PathTree {
  const tree = new Map<string, PathTree | DataClass>();
  for (const { path, dataClass } of paths) {
    const name = path[depth]!;
    if (path.length === depth + 1) tree.set(name, dataClass);
    else if (!tree.has(name))
      tree.set(
        name,
        treeOf(
          paths.filter((other) => other.path[depth] === name),
          depth + 1,
        ),
      );
  }
  return tree;
}

const trees: ReadonlyMap<string, PathTree> = new Map(
  [...catalogue.values()].map((entry) => [entry.name, treeOf(entry.sealedPaths)]),
);

function treeFor(type: string): PathTree {
  const tree = trees.get(type);
  if (!tree) throw new TypeError(`no event type ${type}`);
  return tree;
}

/** What to do with the plain value at a sealed path: its replacement. */
type Replace = (plain: unknown, dataClass: DataClass, field: string) => unknown;

function walk(value: Fields, tree: PathTree, prefix: string, replace: Replace): Fields {
  const copy: Record<string, unknown> = { ...value };
  for (const [name, below] of tree) {
    const inner = value[name];
    if (inner === undefined || inner === null) continue;
    copy[name] =
      typeof below === 'string'
        ? replaced(inner, below, prefix + name, replace)
        : walk(inner as Fields, below, `${prefix}${name}.`, replace);
  }
  return copy;
}

function replaced(value: unknown, dataClass: DataClass, field: string, replace: Replace): unknown {
  if (!isSealedBox(value)) return replace(value, dataClass, field);
  if (value.sealed !== dataClass) throw new TypeError(`box of another class at ${field}`);
  return value;
}

/** Classes of the plain values that wait to be sealed. Throws TypeError for a type that the catalogue does not know. */
export function classesToSeal(event: AnyEvent): ReadonlySet<DataClass> {
  const classes = new Set<DataClass>();
  walk(event.data as Fields, treeFor(event.type), '', (plain, dataClass) => (classes.add(dataClass), plain));
  return classes;
}

/** The data subject whose keys seal this event: `data.subject`. Throws TypeError when there is none. */
export function subjectOf(event: AnyEvent): SubjectId {
  const { subject } = event.data as { readonly subject?: SubjectId };
  if (!subject) throw new TypeError(`${event.type} has personal data but no subject`);
  return subject;
}

/** Whose keys seal this event: `data.keysOf`, an agency that granted them; undefined where they are the own agency's. */
export const keysOf = (event: AnyEvent): AgencyKey | undefined => (event.data as { readonly keysOf?: AgencyKey }).keysOf;

/**
 * The event with every plain value at a sealed path replaced by its box; boxes already sealed and absent fields are kept as they are.
 * `owner` is the agency whose keys seal, `keyFor` gives the subject's key of a class.
 */
export function sealEvent(
  event: AnyEvent,
  place: { readonly owner: AgencyKey; readonly stream: StreamId; readonly version: number },
  keyFor: (dataClass: DataClass) => KeyObject,
): AnyEvent {
  const tree = treeFor(event.type);
  if (tree.size === 0) return event;
  const seal: Replace = (plain, dataClass, field) =>
    sealValue(plain, dataClass, keyFor(dataClass), { ...place, subject: subjectOf(event), field });
  return { ...event, data: walk(event.data as Fields, tree, '', seal) };
}
