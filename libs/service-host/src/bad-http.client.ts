import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly ms: number;
}
export interface HttpAsk {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });
/** A server that refuses an upload early may answer while bytes are still on their way. */
const UPLOAD_CUT = new Set(['EPIPE', 'ECONNRESET']);

/** Asks over a real connection, with the headers exactly as given. */
export async function askHttp(url: string, { method, path, headers, body }: HttpAsk): Promise<HttpAnswer> {
  const start = performance.now();
  const target = new URL(url);
  const asked = httpRequest({ host: target.hostname, port: target.port, method, path, agent, headers: { ...headers } });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve);
    asked.on('error', (error: NodeJS.ErrnoException) =>
      UPLOAD_CUT.has(error.code ?? '') ? setTimeout(() => reject(error), 500) : reject(error),
    );
  });
  asked.end(body);
  const answer = await answered;
  return {
    status: answer.statusCode!,
    type: answer.headers['content-type'] ?? '',
    text: await textOf(answer),
    ms: performance.now() - start,
  };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(answer, 'end');
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends bytes as they are, `more` again and again until the server answers, and reads what comes back until it hangs up. */
export async function askRaw(url: string, bytes: string | Buffer, more?: Buffer): Promise<HttpAnswer> {
  const start = performance.now();
  const target = new URL(url);
  const socket = connect(Number(target.port), target.hostname);
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'connect');
  socket.write(bytes);
  while (more && chunks.length === 0 && socket.writable)
    await new Promise((resolve) => socket.write(more, () => setImmediate(resolve)));
  if (!socket.closed) await once(socket, 'close');
  const answer = Buffer.concat(chunks).toString('latin1');
  const [head = '', text = ''] = answer.split(/\r\n\r\n(.*)/s);
  const type = /^content-type: *(.*)$/im.exec(head)?.[1]?.trim() ?? '';
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), type, text, ms: performance.now() - start };
}
