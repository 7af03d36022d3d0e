/** A model server that costs next to nothing: fixed answers after a fixed delay, over bare sockets, in its own process. */
// node server.ts [delayMs]; prints its port.
import { type AddressInfo, createServer, type Socket } from 'node:net';

const delayMs = Number(process.argv[2] ?? 50);

const answer = (content: string): Buffer => {
  const body = JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'gpt-4o',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 300, completion_tokens: 220, total_tokens: 520 },
  });
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: keep-alive\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
};

const text = answer('Rivers carry what hills let go of, and towns grow where they slow down. '.repeat(14));
const object = answer(
  JSON.stringify({
    question: 'Why do towns grow at rivers?',
    answer: 'Water, trade, power. '.repeat(28),
    difficulty: 3,
    tags: ['geography', 'history'],
  }),
);

/** Answers that are due, in order of time: one timer for all of them. */
const due: { at: number; socket: Socket; reply: Buffer }[] = [];
setInterval(() => {
  const now = performance.now();
  let sent = 0;
  while (sent < due.length && due[sent]!.at <= now) {
    const { socket, reply } = due[sent++]!;
    if (!socket.destroyed) socket.write(reply);
  }
  if (sent > 0) due.splice(0, sent);
}, 1);

function listen(socket: Socket): void {
  let held: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (let end = requestEnd(held); end > 0; end = requestEnd(held)) {
      const reply = held.subarray(0, end).includes('response_format') ? object : text;
      due.push({ at: performance.now() + delayMs, socket, reply });
      held = held.subarray(end);
    }
  });
}

/** Where the first whole request of the bytes ends; 0 while it is not whole. Clients send a length or chunks. */
function requestEnd(bytes: Buffer): number {
  const head = bytes.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const headers = bytes.toString('latin1', 0, head).toLowerCase();
  const length = /content-length: (\d+)/.exec(headers)?.[1];
  if (length === undefined) {
    const last = bytes.indexOf('0\r\n\r\n', head + 4);
    return last < 0 ? 0 : last + 5;
  }
  const end = head + 4 + Number(length);
  return bytes.length < end ? 0 : end;
}

const server = createServer(listen).listen(0, '127.0.0.1', 4096, () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
