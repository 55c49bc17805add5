import { connect, type Socket } from 'node:net';
import { frameSplitter } from '../../server/devices/protocols/jt808/frames.ts';
import { type Message, parseMessage } from '../../server/devices/protocols/jt808/header.ts';
import { registrationBody, type TerminalKind, terminalMessage } from './terminal-messages.ts';

type Answer = { id: number; serial: number; result: number; rest: Buffer; message: Message };

/** A JT/T 808 terminal at a port of this machine. */
export class Terminal {
  readonly #socket: Socket;
  readonly #kind: TerminalKind;
  readonly #answers: Answer[] = [];
  #waiting: (() => void)[] = [];
  #serial = 0;
  isClosed = false;

  private constructor(socket: Socket, kind: TerminalKind) {
    this.#socket = socket;
    this.#kind = kind;
    const splitter = frameSplitter({
      frame: (content, wire) => {
        const message = parseMessage(content, wire);
        if (message) this.#answers.push(answerOf(message));
      },
      tooLong: () => {},
    });
    socket.on('data', (chunk: Buffer) => {
      splitter.push(chunk);
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  static async connect(port: number, kind: TerminalKind): Promise<Terminal> {
    const socket = connect(port, '127.0.0.1');
    const terminal = new Terminal(socket, kind);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.once('error', reject);
    });
    return terminal;
  }

  /** Sends a message under the next serial, or the one given; returns the serial. */
  send(id: number, body?: Buffer, serial = ++this.#serial): number {
    this.write(this.message(id, body, serial));
    return serial;
  }

  message(
    id: number,
    body: Buffer | undefined,
    serial: number,
    part?: { total: number; index: number },
  ): Buffer {
    return terminalMessage(this.#kind, id, { serial, ...(body && { body }), ...part });
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** The next answers in their order; fewer where the connection ends before, or nothing comes for a while. */
  async answers(count: number, patienceMs = 5_000): Promise<Answer[]> {
    const until = Date.now() + patienceMs;
    while (this.#answers.length < count && !this.isClosed && Date.now() < until)
      await this.#news(until - Date.now());
    return this.#answers.splice(0, count);
  }

  async answer(): Promise<Answer | undefined> {
    const [answer] = await this.answers(1);
    return answer;
  }

  /** Registers; returns the code. */
  async register(body = registrationBody()): Promise<{ result: number | undefined; code: string }> {
    this.send(0x0100, body);
    const answer = await this.answer();
    return { result: answer?.result, code: answer?.rest.toString('latin1') ?? '' };
  }

  /** Authenticates; returns the result. */
  async authenticate(code: string): Promise<number | undefined> {
    const text = Buffer.from(code, 'latin1');
    const body =
      this.#kind.layout === '2019' ? Buffer.concat([Buffer.of(text.length), text, Buffer.alloc(35)]) : text;
    this.send(0x0102, body);
    return (await this.answer())?.result;
  }

  async closed(patienceMs = 5_000): Promise<boolean> {
    const until = Date.now() + patienceMs;
    while (!this.isClosed && Date.now() < until) await this.#news(until - Date.now());
    return this.isClosed;
  }

  close(): void {
    this.#socket.destroy();
  }

  #news(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }
}

/** 8001 names the message it answers before its result, 8100 does not. */
function answerOf(message: Message): Answer {
  const { body, header } = message;
  const at = header.id === 0x8001 ? 4 : 2;
  return {
    id: header.id,
    serial: body.length >= 2 ? body.readUInt16BE(0) : -1,
    result: body[at] ?? -1,
    rest: body.subarray(at + 1),
    message,
  };
}
