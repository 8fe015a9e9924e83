/** What the checker keeps of one event: read from the stored bytes, placed by the dump of `sealed`. */
export interface EventFact {
  readonly log: string;
  readonly seq: number;
  readonly id: string;
  readonly stream: string;
  readonly hlc: string;
  readonly type: string;
  readonly caseid: string;
  readonly correlation: string;
  readonly causation: string | undefined;
  readonly audience: readonly string[];
  /** Written by a reaction, not by a writer's command. */
  readonly reaction: boolean;
  /** Hex. */
  readonly leaf: string;
}

export interface CheckpointFact {
  readonly size: number;
  /** Hex. */
  readonly root: string;
  readonly watermark: string;
  readonly note: string;
}

/** One log as its store holds it: `events[seq - 1]`. */
export interface LogFacts {
  readonly key: string;
  readonly events: readonly EventFact[];
  readonly checkpoints: readonly CheckpointFact[];
}

interface Parsed {
  readonly id: string;
  readonly subject: string;
  readonly hlc: string;
  readonly type: string;
  readonly sequence: string;
  readonly caseid?: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly audience?: string;
  readonly actor: string;
}

/** The attributes of a stored event, or undefined where the bytes are no JSON object. */
export function parsed(bytes: Buffer): Parsed | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Parsed) : undefined;
  } catch {
    return undefined;
  }
}

/** A reading kept as a signed 64-bit number in decimal, as 16 hex digits. */
export const hexOfReading = (decimal: string): string => BigInt(decimal).toString(16).padStart(16, '0');
