import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { AgencyService } from '@satualur/contracts/catalogue';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { Config } from '@satualur/service-host/config';
import type { Log } from '@satualur/service-host/logging';
import { CONFIG, LOG } from '@satualur/service-host/tokens';
import { emailChannel } from './email';
import { sendWaiting } from './mailer';
import { NoticesController } from './notices.controller';
import { emailSettings } from './settings';
import { NOTICE_SERVICE } from './tokens';

const EVERY_MS = 5_000;

/** Sends what waits, while e-mail is set up; in demo mode nobody is written to. */
@Injectable()
class NoticeMailer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly channel;
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly host: AgencyHost,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
    @Inject(NOTICE_SERVICE) private readonly service: AgencyService,
  ) {
    const settings = this.config.mode === 'demo' ? undefined : emailSettings();
    this.channel = settings && emailChannel(settings);
  }

  onApplicationBootstrap(): void {
    if (this.channel) this.timer = setInterval(() => void this.sweep(), EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
    this.channel?.close();
  }

  /** One at a time, however long a mail server takes. */
  private sweep(): Promise<void> {
    this.sweeping ??= this.sendAll().finally(() => (this.sweeping = undefined));
    return this.sweeping;
  }

  private async sendAll(): Promise<void> {
    for (const { agency } of this.host.all())
      await sendWaiting(agency, this.service, this.channel!).catch((error: unknown) =>
        this.log.error('notices-failed', { agency: agency.key }, error),
      );
  }
}

/** The outbox's routes and its sending. Its table and rows come with the service's own (`noticeTable`, `noticeRows`). */
@Module({})
export class NoticesModule {
  static forRoot(service: AgencyService): DynamicModule {
    return {
      module: NoticesModule,
      controllers: [NoticesController],
      providers: [{ provide: NOTICE_SERVICE, useValue: service }, NoticeMailer],
    };
  }
}
