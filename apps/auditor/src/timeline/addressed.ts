import { audienceOf, publishedOf } from '@satualur/case-timeline/known-event';
import type { ProvenEvent } from '@satualur/case-timeline/content';
import type { LogUnderAudit } from '../log-under-audit';

export const REGISTRY = 'registry';

/** Agencies that events are addressed to, and those that the registry says keep no log here. */
export class Addressed {
  private readonly named = new Set<string>();
  private readonly elsewhere = new Set<string>();

  note(event: ProvenEvent): void {
    for (const key of audienceOf(event.envelope)) this.named.add(key);
    if (event.log !== REGISTRY) return;
    const published = publishedOf(event);
    if (published.type === 'AgencyRegistered' && !published.data.onPlatform) this.elsewhere.add(published.data.key);
  }

  /** Keys whose log should be among these and is not. */
  absentFrom(logs: readonly LogUnderAudit[]): readonly string[] {
    const present = new Set(logs.map(({ name }) => name));
    return [...this.named].filter((key) => !present.has(key) && !this.elsewhere.has(key)).sort();
  }
}
