import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { badHttpContract } from './bad-http.contract';
import { Notes, sampleNote, startSample } from './sample-service';

const id = '01890000-0000-7000-8000-000000000001';

describe('bad HTTP input', () => {
  let app: NestFastifyApplication;
  badHttpContract(
    async () => {
      app = await startSample();
      await app.listen(0, '127.0.0.1');
      const full = { ...sampleNote, count: 3, tags: [{ code: 'a' }] };
      return {
        url: await app.getUrl(),
        token: 'caseworker',
        otherToken: 'colleague',
        count: async () => app.get(Notes).kept.size,
        effective: () => ({ method: 'POST', path: '/notes', body: full }),
        routes: [
          { method: 'POST', path: '/notes', body: full },
          { method: 'POST', path: `/notes/${id}/close` },
          { method: 'POST', path: `/notes/${id}/reopen` },
          { method: 'POST', path: `/notes/${id}/touch` },
          { method: 'POST', path: `/notes/${id}/fail/rule` },
          { method: 'GET', path: `/notes/${id}` },
          { method: 'GET', path: '/notes?limit=5' },
        ],
      };
    },
    () => app.close(),
  );
});
