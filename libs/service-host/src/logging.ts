import { pino, type DestinationStream } from 'pino';

/**
 * Every field a log line may have and the form its value must have. Whatever is not here, or does not look like this, is dropped: a
 * log line cannot hold a name, a number of a person, a body, an address or a token (reliability P13).
 */
const FIELDS = {
  agency: /^[a-z][a-z0-9-]{1,30}$/,
  log: /^[a-z][a-z0-9-]{1,30}$/,
  topic: /^[a-z]+\.[a-z][a-z0-9-]{1,30}$/,
  stream: /^[a-z]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  type: /^[A-Za-z0-9.]{1,120}$/,
  rule: /^[a-z][a-z0-9-]{0,80}$/,
  reason: /^[a-z][a-z0-9-]{0,80}$/,
  probe: /^[a-z][a-z0-9-]{0,80}$/,
  incident: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  method: /^[A-Z]{3,10}$/,
  route: /^[A-Za-z0-9/:_*.-]{1,120}$/,
  host: /^[A-Za-z0-9.:-]{1,253}$/,
  mode: /^(demo|development|production)$/,
  error: /^[A-Za-z]{1,60}$/,
  sqlstate: /^[0-9A-Z]{5}$/,
  constraint: /^[a-z_]{1,63}$/,
  signal: /^SIG[A-Z0-9]{1,10}$/,
} as const;
const NUMBERS = ['seq', 'status', 'ms', 'count', 'port', 'offset', 'version', 'attempt', 'bytes', 'lag'] as const;

export type LogFields = Partial<Record<keyof typeof FIELDS, string> & Record<(typeof NUMBERS)[number], number>>;

/** Writes JSON lines `{time, level, service, event, …fields}`; `event` is a code such as `http-request`. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** `cause` adds its class, SQLSTATE and stack positions; never its message. */
  error(event: string, fields?: LogFields, cause?: unknown): void;
}

/** The log of one service, to standard output unless a destination is given. */
export function createLog(service: string, destination?: DestinationStream): Log {
  const options = {
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  const line = (event: string, fields: LogFields) => ({ event: FIELDS.rule.test(event) ? event : 'unnamed', ...allowed(fields) });
  return {
    info: (event, fields = {}) => logger.info(line(event, fields)),
    warn: (event, fields = {}) => logger.warn(line(event, fields)),
    error: (event, fields = {}, cause) =>
      logger.error({ ...line(event, { ...fields, ...classOf(cause) }), ...positionsOf(cause) }),
  };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function allowed(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => isAllowed(name, value)));
}

function isAllowed(name: string, value: unknown): boolean {
  if ((NUMBERS as readonly string[]).includes(name)) return typeof value === 'number' && Number.isFinite(value);
  return Object.hasOwn(FIELDS, name) && typeof value === 'string' && FIELDS[name as keyof typeof FIELDS].test(value);
}

function classOf(cause: unknown): LogFields {
  if (!(cause instanceof Error)) return {};
  const { code, constraint } = cause as Error & { code?: unknown; constraint?: unknown };
  return {
    error: cause.name,
    ...(typeof code === 'string' && (FIELDS.sqlstate.test(code) ? { sqlstate: code } : { reason: code.toLowerCase() })),
    ...(typeof constraint === 'string' && { constraint }),
  };
}

const POSITION =
  /^ {4}at (?:async )?(?:([\w.<>$#[\] ]{1,80}) \()?.{0,300}?([\w@.-]{1,60}\/[\w.-]{1,60}\.[cm]?[jt]s:\d{1,6}:\d{1,6})\)?$/;

/** Function names and the last two parts of file names; the message in front of the stack is cut off first, for it may quote input. */
function positionsOf(cause: unknown): { readonly at?: readonly string[] } {
  if (!(cause instanceof Error) || cause.stack === undefined) return {};
  const { stack, message } = cause;
  const positions = stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .map((line) => POSITION.exec(line))
    .flatMap((match) => (match ? [`${match[1] ?? ''} ${match[2]}`.trim()] : []));
  return positions.length > 0 ? { at: positions.slice(0, 8) } : {};
}
