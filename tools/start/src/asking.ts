import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Api, Service, Staff } from './api';
import { msOf } from './instants';
import type { Pack, PackAgency, PackReferral } from './pack';
import { agencyNamed } from './pack-agencies';
import type { PackIds, PackKind } from './pack-ids';
import type { StaffList } from './staff';

/** One command to a service, by a member of staff; the key makes a second start give it once. */
export interface Command {
  readonly service: Service;
  readonly path: string;
  readonly key: string;
  readonly body: object;
}

const ATTEMPTS = 100;
const PAUSE_MS = 100;

/** Gives the commands of a pack to the services, and keeps what they answer. */
export class Asking {
  private readonly owners: ReadonlyMap<string, PackAgency>;

  constructor(
    readonly pack: Pack,
    private readonly api: Api,
    readonly staff: StaffList,
    readonly ids: PackIds,
    /** Commands accepted so far. */
    public accepted: number,
  ) {
    this.owners = new Map(
      pack.records.map(({ recordId, agency, recordedAt }) => [recordId, this.agency(agency, msOf(recordedAt))]),
    );
  }

  /** The agency that bears a code at an instant. */
  agency(code: string, atMs: number): PackAgency {
    const agency = agencyNamed(this.pack, code, atMs);
    if (!agency) throw new Error(`the pack names ${code}, which is none of its agencies`);
    return agency;
  }

  ownerOf(recordId: string): PackAgency {
    const owner = this.owners.get(recordId);
    if (!owner) throw new Error(`the pack names the record ${recordId}, which it does not hold`);
    return owner;
  }

  senderOf({ fromAgency, sentAt }: PackReferral): PackAgency {
    return this.agency(fromAgency, msOf(sentAt));
  }

  /** Who answers a referral: its recipient, or for one off the platform the sender's clerk. */
  answererOf(referral: PackReferral): PackAgency {
    const { external, toAgency, proxiedBy, fromAgency, sentAt } = referral;
    return this.agency(external ? (proxiedBy ?? fromAgency) : toAgency, msOf(sentAt));
  }

  /** The id of a record; one that has not reached the platform yet is announced by its number first (FORMAT 1.2). */
  async record(ref: string): Promise<string> {
    const known = this.ids.find('record', ref) ?? this.ids.find('announced', ref);
    if (known !== undefined) return known;
    const via = this.ids.find('referral', this.pack.records.find(({ recordId }) => recordId === ref)?.viaReferral ?? '');
    const body = { ref, ...(via !== undefined && { viaReferral: via }) };
    const command = { service: 'intake', path: '/records/announced', key: `announce ${ref}`, body } as const;
    const answer = await this.make('announced', ref, this.ownerOf(ref), command);
    return String(answer.body['id']);
  }

  /** Asks again while a service says that it is not ready; throws when the command is refused. */
  async ask(staff: Staff, command: Command): Promise<Answer> {
    const answer = await this.try(staff, command);
    const { service, key } = command;
    if (answer.status >= 300) throw new Error(`${key}: ${service} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    this.accepted++;
    return answer;
  }

  /** As `ask`, with whatever is answered. */
  async try(staff: Staff, { service, path, key, body }: Command): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.api.post(service, path, staff, `${this.pack.pack ?? 'pack'} ${key}`, body);
      if (answer.status !== 503 || attempt >= ATTEMPTS) return answer;
      await sleep(PAUSE_MS);
    }
  }

  get(service: Service, path: string, staff: Staff): Promise<Answer> {
    return this.api.get(service, path, staff);
  }

  async by(agency: PackAgency, command: Command): Promise<void> {
    await this.ask(this.staff.of(agency), command);
  }

  /** As `by`, for a command that makes something: its id is kept under the pack's number. */
  async make(kind: PackKind, ref: string, agency: PackAgency, command: Command): Promise<Answer> {
    const answer = await this.ask(this.staff.of(agency), command);
    this.ids.set(kind, ref, String(answer.body['id']));
    return answer;
  }
}
