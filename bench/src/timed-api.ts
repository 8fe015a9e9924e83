import { type Answer, Api } from '@satualur/start/api';

/** Notes how long each command of a play was waited for; the demo clock's own requests are none. */
export class TimedApi extends Api {
  readonly milliseconds: number[] = [];
  /** When the first command was asked that is none to the registry. */
  startedAt = NaN;

  override async post(...request: Parameters<Api['post']>): Promise<Answer> {
    const [service, path] = request;
    if (path.startsWith('/demo/') || service === 'registry') return super.post(...request);
    const began = performance.now();
    if (Number.isNaN(this.startedAt)) this.startedAt = began;
    const answer = await super.post(...request);
    this.milliseconds.push(performance.now() - began);
    return answer;
  }
}
