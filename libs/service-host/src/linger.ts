import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

/** How long what somebody still sends is read and dropped, so that they come to read the answer. */
const LINGER_MS = 2_000;
const lingering = new WeakSet<Socket>();

function closeLater(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer));
}

/**
 * Answers what never became a request and says nothing more. A socket closed with bytes unread is reset, and its sender would not see
 * the answer.
 */
export function answerAndLinger(socket: Socket, answer: string): void {
  if (lingering.has(socket)) return;
  lingering.add(socket);
  socket.removeAllListeners('data');
  socket.on('data', () => undefined).resume();
  closeLater(socket);
  socket.end(answer);
}

/**
 * The same for a request whose body is refused half read: Node closes the connection when it has written the answer. A request injected
 * without a connection has nothing to linger on.
 */
export function lingerAfterAnswer(request: IncomingMessage): void {
  const { socket } = request;
  if (!(socket instanceof Socket)) return;
  const close = socket.destroySoon.bind(socket);
  socket.destroySoon = () => {
    if (request.complete) return close();
    closeLater(socket);
    request.once('end', close).resume();
    socket.end();
  };
}
