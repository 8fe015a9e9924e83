/** One change to a source file, made in memory as it is loaded. */
export interface Edit {
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

export interface Plant {
  readonly name: string;
  readonly what: string;
  readonly edits: readonly Edit[];
  /** Codes of the checker, any of which is the bug seen; of a fault that must do no harm, those that are none. */
  readonly finds: readonly string[];
}

const sequencer = 'libs/event-store/src/sequencer.ts';
const tables = 'libs/event-store/src/schema.tables.ts';
const relay = 'libs/messaging/src/relay.ts';
const reader = 'libs/messaging/src/log-reader.ts';

const SEND = 'broker.send(batch.records)';
const MOVE_MARK = 'moveMark(client, target.schema, { log: run.log, from: run.from.seq, to: mark })';

const startsAhead: Edit = {
  file: reader,
  find: `return mark.seq === 0 ? 'earliest' : mark.next;`,
  replace: `return mark.seq === 0 ? 'earliest' : String(BigInt(mark.next) + 25n);`,
};
const ignoresLock: Edit = { file: sequencer, find: 'if (!rows[0]?.got) return false;', replace: '' };

/** Bugs that others have had, one of each kind (reliability 3.6 and the issue). */
export const plants: readonly Plant[] = [
  {
    name: 'poller-trusts-positions',
    what: 'the sequencer reads above the highest position seen and forgets the gaps below',
    edits: [
      {
        file: 'libs/event-store/src/sealing.ts',
        find: "[gaps.head, limit, `{${gaps.all().join(',')}}`]",
        replace: "[gaps.head, limit, '{}']",
      },
    ],
    finds: ['never-sealed'],
  },
  {
    name: 'mark-before-acknowledgement',
    what: 'the relay saves its mark before the broker has acknowledged',
    edits: [
      { file: relay, find: SEND, replace: `save(batch.mark).then(() => ${SEND})` },
      { file: relay, find: 'save(mark), ahead.refill()', replace: 'ahead.refill()' },
    ],
    finds: ['topic-lost'],
  },
  {
    name: 'gap-given-up-by-timeout',
    what: 'a gap is given up 200 ms after it was seen',
    edits: [
      {
        file: sequencer,
        find: 'const { events, hlc, full } = await readVisible(',
        replace: `const early = lead.gaps.all();
      setTimeout(() => lead.gaps.bury(early), 200);
      const { events, hlc, full } = await readVisible(`,
      },
    ],
    finds: ['never-sealed'],
  },
  {
    name: 'two-leaders',
    what: 'the advisory lock is not asked, and the table lets a place and a position stand twice',
    edits: [
      ignoresLock,
      { file: tables, find: 'seq bigint PRIMARY KEY CHECK (seq > 0)', replace: 'seq bigint CHECK (seq > 0)' },
      { file: tables, find: 'position bigint NOT NULL CONSTRAINT sealed_position UNIQUE', replace: 'position bigint NOT NULL' },
    ],
    finds: ['sealed-twice'],
  },
  {
    name: 'effect-outside-the-transaction',
    what: 'projector and reactions commit the mark, then write rows and events in another transaction',
    edits: [
      {
        file: 'libs/projections/src/run.ts',
        find: `const sent = await Promise.allSettled([
    ${MOVE_MARK},`,
        replace: `await ${MOVE_MARK};
  await client.query('COMMIT; SELECT pg_sleep(0.02)');
  await client.query('BEGIN');
  const sent = await Promise.allSettled([`,
      },
      {
        file: 'libs/service-host/src/reactions.ts',
        find: 'if (move) unit.alongside(this.marks.statement(move.after, move.to));',
        replace: 'if (move) await this.pass(move.after, move.to);',
      },
    ],
    finds: ['live-entry-missing', 'effect-lost'],
  },
  {
    name: 'header-order-lost',
    what: 'the relay sends a batch by key, no longer in the order of its seq headers',
    edits: [{ file: relay, find: SEND, replace: 'broker.send([...batch.records].sort((a, b) => (a.key! < b.key! ? -1 : 1)))' }],
    finds: ['topic-order'],
  },
  {
    name: 'duplicate-on-retry',
    what: 'a command id may stand twice: a command retried after an unknown outcome is written again',
    edits: [
      {
        file: tables,
        find: 'CREATE UNIQUE INDEX IF NOT EXISTS event_command',
        replace: 'CREATE INDEX IF NOT EXISTS event_command',
      },
    ],
    finds: ['effect-twice'],
  },
  {
    name: 'late-event-not-refolded',
    what: 'the ledger adds a late event at the end of its case',
    edits: [
      {
        file: 'tools/soak/src/ledger.projection.ts',
        find: 'fresh.some((line) => placeOf(line) < folded.last)',
        replace: 'fresh.length < 0 && folded.last < 0',
      },
    ],
    finds: ['live-case-wrong'],
  },
  {
    name: 'timeline-in-order-of-arrival',
    what: 'the timeline leaves a late event where it came',
    edits: [
      {
        file: 'libs/case-timeline/src/known-event.ts',
        find: 'return [...places.values()].sort(byPlace);',
        replace: 'return [...places.values()];',
      },
    ],
    finds: ['timeline-digest'],
  },
  {
    name: 'watermark-does-not-wait',
    what: 'the sequencer signs its mark without waiting for the appends that were open',
    edits: [{ file: sequencer, find: 'await openAppendsEnded(client);', replace: '' }],
    finds: ['watermark-undercut'],
  },
  {
    name: 'relay-skips-a-batch',
    what: 'the relay goes on with the next batch after the first error of the broker',
    edits: [
      { file: relay, find: SEND, replace: `${SEND}.catch(() => undefined)` },
      { file: 'libs/messaging/src/kafka-broker.ts', find: 'retries: 5 }', replace: 'retries: 0 }' },
    ],
    finds: ['topic-lost'],
  },
  {
    name: 'checkpoints-not-published',
    what: 'the relay publishes no checkpoint of more than 500 events',
    edits: [
      {
        file: relay,
        find: 'const value = JSON.stringify({ origin, size,',
        replace: 'if (size > 500) return;\n    const value = JSON.stringify({ origin, size,',
      },
    ],
    finds: ['mark-lost'],
  },
  {
    name: 'projector-applies-past-a-gap',
    what: 'a reader that starts too far ahead applies what it finds instead of reading what is missing',
    edits: [
      startsAhead,
      { file: reader, find: 'claim.seq === seq + 1 && leafMatches(claim)', replace: 'leafMatches(claim)' },
      { file: reader, find: 'seq += 1;', replace: 'seq = claim.seq;' },
      {
        file: 'libs/projections/src/marks.ts',
        find: 'if (event.seq > next) throw new Gap(log, next, event.seq);',
        replace: 'next = event.seq;',
      },
    ],
    finds: ['live-entry-missing'],
  },
  {
    name: 'append-without-expected-version',
    what: 'two writers may both append the same version of a stream',
    edits: [
      {
        file: tables,
        find: 'CONSTRAINT event_stream_version UNIQUE (stream, version)',
        replace: 'CONSTRAINT event_stream_version CHECK (version > 0)',
      },
      { file: tables, find: 'WITH CHECK (ordinal > 0 OR version = 1 OR EXISTS (', replace: 'WITH CHECK (true OR EXISTS (' },
    ],
    finds: ['version-order'],
  },
];

/**
 * Faults that the product must bear. Of two sequencers, the slower one may sign a checkpoint after a larger one is out: it is older, not
 * wrong, and readers keep the highest.
 */
export const controls: readonly Plant[] = [
  { name: 'nothing', what: 'no bug at all', edits: [], finds: [] },
  {
    name: 'reader-starts-too-far-ahead',
    what: 'a reader starts 25 records past its mark: it must read again',
    edits: [startsAhead],
    finds: [],
  },
  {
    name: 'lock-ignored',
    what: 'two sequencers both believe they lead: the table must fence them',
    edits: [ignoresLock],
    finds: ['checkpoint-order', 'mark-order'],
  },
];

const known = [...controls, ...plants];

/** One line for names that no plant and no control bears, with those that there are; undefined where all are known. */
export function complaintAbout(names: readonly string[]): string | undefined {
  const there = known.map(({ name }) => name);
  const strangers = names.filter((name) => !there.includes(name));
  return strangers.length > 0 ? `no plant is called ${strangers.join(', ')}; there are ${there.join(', ')}` : undefined;
}

export function plantNamed(name: string): Plant {
  const plant = known.find((one) => one.name === name);
  if (!plant) throw new Error(`no plant is called ${name}`);
  return plant;
}

/** The text with one edit made. Throws when it does not stand there exactly once: the plant must follow the product. */
export function planted(text: string, { file, find, replace }: Edit): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}
