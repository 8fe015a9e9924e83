import { Pool, Client } from 'pg';
import { decodeEvent, leafHash, encodeEvent } from '@satualur/contracts/bytes';
import { eventOf } from '@satualur/contracts/read-event';
import { Projector } from '@satualur/projections/projector';
import { caseTimeline } from '/work/main/apps/timeline/src/projections/case-timeline.projection';
import { storyS1, storyS3 } from '/work/main/apps/timeline/src/stories/s1-s3.story';
import { randomUUID } from 'node:crypto';
import { uuidv7 } from '@satualur/contracts/ids';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
const pgcpu = () => { let t = 0; for (const p of readdirSync('/proc')) { if (!/^\d+$/.test(p)) continue; try { const c = readFileSync(`/proc/${p}/cmdline`, 'utf8'); const l = readFileSync(`/proc/${p}/stat`, 'utf8'); if (!/postgres/.test(l.slice(0, 40)) ) continue; const ppid = l.slice(l.lastIndexOf(')') + 2).split(' '); const e = readFileSync(`/proc/${ppid[1]}/cmdline`, 'utf8') + c; if (!/tl-pg/.test(e)) continue; t += Number(ppid[11]) + Number(ppid[12]); } catch {} } return t / 100; };


const N = Number(process.argv[2] ?? 300000), RUN = Number(process.argv[3] ?? 4000);
(async () => {
  const admin = new Client({ connectionString: process.env.U }); await admin.connect();
  await admin.query('DROP DATABASE IF EXISTS tlbench WITH (FORCE)'); await admin.query("DROP ROLE IF EXISTS tlbench"); await admin.query("CREATE ROLE tlbench LOGIN"); await admin.query('CREATE DATABASE tlbench OWNER tlbench'); await admin.end();
  const pool = new Pool({ connectionString: process.env.U!.replace('postgres@', 'tlbench@').replace(/\/postgres$/, '/tlbench'), max: 6 });
  const story = storyS3();
  const logs = new Map<string, Buffer[]>();
  let n = 0; let size = 0; let t = 1.77e12;
  while (n < N) {
    const caseid = uuidv7(t++, randomBytes(10));
    for (const e of story.events) {
      const b = encodeEvent({ ...e.envelope, caseid, id: uuidv7(t, randomBytes(10)), correlationid: randomUUID() } as never);
      const name = e.log; if (!logs.has(name)) logs.set(name, []); logs.get(name)!.push(b); n++; size += b.length;
    }
  }
  console.log('events', n, 'mean bytes', Math.round(size / n), [...logs].map(([k, v]) => k + ' ' + v.length).join(', '));
  const source = { logs: async () => [...logs.keys()], async *read(log: string, after: number) {
    const all = logs.get(log)!;
    for (let from = after; from < all.length; from += RUN) {
      yield all.slice(from, from + RUN).map((bytes, i) => { const envelope = decodeEvent(bytes); return { log, seq: from + i + 1, leaf: leafHash(bytes), hlc: envelope.hlc, envelope, event: eventOf(envelope), bytes }; });
    }
  } };
  const p = new Projector(pool, caseTimeline); await p.open();
  for (let round = 0; round < 2; round++) {
    const c0 = process.cpuUsage(); const g0 = pgcpu(); const t0 = performance.now();
    await p.rebuild(source as never);
    const s = (performance.now() - t0) / 1000; const c = process.cpuUsage(c0);
    console.log('rebuild', s.toFixed(2), 's', Math.round(n / s), 'events/s; node cpu', ((c.user + c.system) / 1e6).toFixed(2), 's; pg cpu', (pgcpu() - g0).toFixed(2));
  }
  const t1 = performance.now(); const d = await p.digest(); console.log('digest', ((performance.now() - t1) / 1000).toFixed(2), 's', d.slice(0, 8));
  const q = await pool.query("select schema from projections.projection"); 
  await pool.end();
})();
