import type { z } from 'zod';

/** Which field of a request is at fault and how; `pointer` is a JSON Pointer (RFC 6901), `wanted` comes from the schema alone. */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
  readonly wanted?: string | number | readonly string[];
  /** The registry's list that a code should have come from. */
  readonly list?: string;
}

type Path = readonly PropertyKey[];

/**
 * A path as JSON Pointer. It stops before a member name that does not look like an identifier: such a name can be a person's, and an
 * answer never echoes what came in.
 */
export function pointerTo(path: Path): string {
  const stop = path.findIndex((part) => !/^[A-Za-z0-9_-]{1,40}$/.test(String(part)));
  return path
    .slice(0, stop < 0 ? path.length : stop)
    .map((part) => `/${String(part)}`)
    .join('');
}

type Issue = z.core.$ZodIssue;

/** Every fault of a refused value, at most 20, without zod's own texts. */
export const faultsOf = (error: z.core.$ZodError, prefix: Path = []): FieldFault[] =>
  error.issues.flatMap((issue) => faultsOfIssue(issue, prefix)).slice(0, 20);

function faultsOfIssue(issue: Issue, prefix: Path): FieldFault[] {
  const path = [...prefix, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), code: 'unknown-field' }));
    case 'invalid_union':
      return faultsOfUnion(issue, path);
    default:
      return [{ pointer: pointerTo(path), ...faultOf(issue) }];
  }
}

/** The alternative that came furthest is the one meant. */
function faultsOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path): FieldFault[] {
  const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((inner) => inner.path.length));
  const meant = issue.errors.filter((issues) => issues.length > 0).sort((a, b) => depth(b) - depth(a))[0];
  if (!meant || depth(meant) === 0) return [{ pointer: pointerTo(path), code: 'not-valid' }];
  return meant.flatMap((inner) => faultsOfIssue(inner, path));
}

function faultOf(issue: Issue): Omit<FieldFault, 'pointer'> {
  switch (issue.code) {
    case 'invalid_type':
      return { code: issue.input === undefined ? 'missing' : 'wrong-type', wanted: issue.expected };
    case 'invalid_value':
      return { code: 'not-in-list', wanted: issue.values.map(String).slice(0, 100) };
    case 'too_small':
      return { code: 'too-small', wanted: Number(issue.minimum) };
    case 'too_big':
      return { code: 'too-big', wanted: Number(issue.maximum) };
    case 'invalid_format':
      return { code: 'wrong-format', wanted: issue.format };
    case 'custom':
      return { code: typeof issue.params?.['fault'] === 'string' ? issue.params['fault'] : 'not-valid' };
    default:
      return { code: 'not-valid' };
  }
}
