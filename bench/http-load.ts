import { connect, type Socket } from 'node:net';

export type Load = {
  port: number;
  connections: number;
  seconds: number;
  /** Requests a second in all; as many as are answered where absent. */
  rate?: number;
  /** The next request of a connection, whole, as it goes over the line; undefined ends the connection's work. */
  next: (connection: number) => Buffer | undefined;
};

export type Loaded = {
  answered: number;
  failed: number;
  /** The first answer that was no success. */
  failure: string | undefined;
  seconds: number;
  latenciesMs: Float64Array;
};

const none = Buffer.alloc(0);
const headEnd = Buffer.from('\r\n\r\n');

/**
 * Keeps connections busy, each with one request at a time, and says how many were answered with success. At a fixed
 * rate the latency counts from when a request was due, so that a stall is told by all that waited for it.
 */
export async function load({ port, connections, seconds, rate, next }: Load): Promise<Loaded> {
  const latencies: number[] = [];
  let [answered, failed] = [0, 0];
  let failure: string | undefined;
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)));
  const read = answerReader();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const one = (socket: Socket, index: number) =>
    new Promise<void>((resolve, reject) => {
      let sent = 0;
      let dueAt = 0;
      let buffered = none;
      const send = () => {
        const now = performance.now();
        dueAt = rate ? startedAt + ((sent * connections + index) * 1000) / rate : now;
        if (dueAt > now) {
          setTimeout(send, dueAt - now);
          return;
        }
        const request = now < endsAt ? next(index) : undefined;
        if (!request) return void socket.end();
        sent++;
        socket.write(request);
      };
      socket.on('data', (chunk) => {
        buffered = buffered.length > 0 ? Buffer.concat([buffered, chunk]) : chunk;
        const answer = read(buffered);
        if (!answer) return;
        if (answer.status === 200) answered++;
        else {
          failed++;
          failure ??= buffered.toString('utf8', 0, answer.bytes);
        }
        buffered = buffered.length > answer.bytes ? buffered.subarray(answer.bytes) : none;
        latencies.push(performance.now() - dueAt);
        send();
      });
      socket.on('error', reject).on('close', () => resolve());
      send();
    });
  await Promise.all(sockets.map(one));
  const took = (performance.now() - startedAt) / 1000;
  return { answered, failed, failure, seconds: took, latenciesMs: Float64Array.from(latencies).sort() };
}

/** A connection that stands: what is measured are requests, for devices keep theirs open. */
function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}

type Answer = { status: number; bytes: number };

/** Reads answers; one that is to the byte the one before, as most within a second are, is not taken apart again. */
function answerReader(): (buffer: Buffer) => Answer | undefined {
  let last: { bytes: Buffer; answer: Answer } | undefined;
  return (buffer) => {
    if (last?.bytes.equals(buffer)) return last.answer;
    const answer = answerIn(buffer);
    if (answer?.bytes === buffer.length) last = { bytes: buffer, answer };
    return answer;
  };
}

const lastChunk = Buffer.from('0\r\n\r\n');

/** A whole answer at the beginning of the bytes: its status and length. */
function answerIn(buffer: Buffer): Answer | undefined {
  const end = buffer.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = buffer.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const bodyAt = end + headEnd.length;
  if (/\r\ntransfer-encoding: chunked/i.test(head)) {
    const last = buffer.indexOf(lastChunk, bodyAt);
    return last < 0 ? undefined : { status, bytes: last + lastChunk.length };
  }
  const bytes = bodyAt + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  return buffer.length >= bytes ? { status, bytes } : undefined;
}
