import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import { startSample } from './sample-service';

const MEGABYTES = Buffer.alloc(4 * 1024 * 1024, 'a');

describe('an answer to somebody who is still sending', () => {
  let app: NestFastifyApplication;
  let port: number;
  beforeAll(async () => {
    app = await startSample();
    await app.listen(0, '127.0.0.1');
    ({ port } = app.getHttpServer().address() as { port: number });
  });
  afterAll(() => app.close());

  /** Sends everything before it reads anything. */
  async function sendAll(head: string): Promise<string> {
    const socket = connect(port, '127.0.0.1').pause();
    await once(socket, 'connect');
    await new Promise<void>((sent, failed) => {
      socket.once('error', failed);
      socket.write(head);
      socket.write(MEGABYTES, () => sent());
    });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).resume();
    await once(socket, 'end');
    socket.destroy();
    return Buffer.concat(chunks).toString();
  }

  const head = (...lines: string[]) =>
    ['POST /notes HTTP/1.1', 'Host: x', 'Authorization: Bearer caseworker', 'Idempotency-Key: k', ...lines, '', ''].join('\r\n');

  it.each([
    ['a body far too long', 413, head('Content-Type: application/json', `Content-Length: ${MEGABYTES.length}`)],
    ['one chunk far too long', 413, head('Content-Type: application/json', 'Transfer-Encoding: chunked') + '400000\r\n'],
    ['a header far too long', 431, head('X-A: ').slice(0, -4)],
  ])('arrives after %s', async (_, status, begin) => {
    for (let time = 0; time < 20; time++)
      expect(await sendAll(begin)).toMatch(new RegExp(`^HTTP/1.1 ${status} .*Connection: close`, 'si'));
  });
});
