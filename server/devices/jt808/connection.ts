import type { Socket } from 'node:net';
import { frameSplitter } from '../protocols/jt808/frames.ts';
import { type Message, parseMessage } from '../protocols/jt808/header.ts';
import type { Gateway } from './gateway.ts';
import { TerminalSession } from './session.ts';

/**
 * One terminal's connection: cuts what is read into messages and has them answered, those that wait at a time, one
 * lot after the other. Reading stops while too much waits or the terminal does not read its answers.
 */
export class TerminalConnection {
  readonly #gateway: Gateway;
  readonly #socket: Socket;
  readonly #session: TerminalSession;
  readonly #openedAt = Date.now();
  readonly #splitter = frameSplitter({
    frame: (content, wire) => this.#receive(content, wire),
    tooLong: () => this.#gateway.dropped.tooLong++,
  });
  #queue: Message[] = [];
  #queuedBytes = 0;
  /** The queue's, and of what is being answered. */
  #waitingBytes = 0;
  #working: Promise<void> | undefined;
  /** When it was said that nothing more is read. */
  #endingAt: number | undefined;

  constructor(gateway: Gateway, socket: Socket) {
    this.#gateway = gateway;
    this.#socket = socket;
    this.#session = new TerminalSession(gateway, {
      write: (answers) => this.#write(answers),
      hangUp: () => this.#hangUp(),
    });
    gateway.connections.add(this);
    gateway.watched.add(this);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('drain', () => this.goOn());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#endingAt ??= Date.now();
      gateway.forget(this);
    });
  }

  get tokenId(): number | undefined {
    return this.#session.terminal?.tokenId;
  }

  get lastMessageAt(): number {
    return this.#session.lastMessageAt;
  }

  /** Finishes what was received, answers it, and ends. */
  async end(): Promise<void> {
    this.#stopReading();
    while (this.#working) await this.#working;
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Reads on, where nothing holds it back. */
  goOn(): void {
    if (this.#waitingBytes > this.#gateway.bounds.waitingBytesOfOne || this.#socket.writableNeedDrain) return;
    if (this.#gateway.isFull) this.#gateway.waitForRoom(this);
    else this.#socket.resume();
  }

  /**
   * Ends a connection whose terminal does not say who it is, or does not hang up in its turn; has done what is due for
   * missing parts.
   */
  lookAfter(now: number): void {
    const { bounds, watched } = this.#gateway;
    if (this.#endingAt !== undefined) {
      if (now - this.#endingAt > bounds.hangUpMs) this.destroy();
    } else if (!this.#session.terminal) {
      if (now - this.#openedAt > bounds.authenticationMs) this.destroy();
    } else if (!this.#session.waitsForParts) {
      watched.delete(this);
    } else {
      this.#working ??= this.#alone(this.#session.lookAfterParts(now));
    }
  }

  endWhereIdle(now: number): void {
    if (now - this.lastMessageAt > this.#gateway.bounds.idleMs) this.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#endingAt !== undefined) return;
    const before = this.#queue.length;
    this.#splitter.push(chunk);
    const { bounds } = this.#gateway;
    if (!this.#session.terminal && this.#splitter.pendingBytes() > bounds.strangersFrameBytes) this.destroy();
    if (this.#queue.length === before) return;
    this.#waitWith(chunk.length);
    this.#workOn();
  }

  #receive(content: Buffer, wire: Buffer): void {
    const message = parseMessage(content, wire);
    if (message) this.#queue.push(message);
    else this.#gateway.dropped.notAMessage++;
  }

  /** The messages lie in the chunk that was read, so all of it waits with them. */
  #waitWith(bytes: number): void {
    this.#gateway.take(bytes);
    this.#queuedBytes += bytes;
    this.#waitingBytes += bytes;
    if (this.#gateway.isFull) this.#gateway.waitForRoom(this);
    if (this.#gateway.isFull || this.#waitingBytes > this.#gateway.bounds.waitingBytesOfOne)
      this.#socket.pause();
  }

  #workOn(): void {
    if (this.#queue.length > 0) this.#working ??= this.#alone(this.#workThrough());
  }

  /** Nothing else is answered meanwhile; what came in is answered then. */
  #alone(work: Promise<void>): Promise<void> {
    return work.finally(() => {
      this.#working = undefined;
      this.#workOn();
    });
  }

  async #workThrough(): Promise<void> {
    while (this.#queue.length > 0) {
      const [messages, bytes] = [this.#queue, this.#queuedBytes];
      this.#queue = [];
      this.#queuedBytes = 0;
      try {
        await this.#session.answerAll(messages);
      } catch (error) {
        this.#gateway.tellFailure(error, this.#session.terminal?.deviceId);
      }
      this.#waitingBytes -= bytes;
      this.#gateway.release(bytes);
      if (this.#session.waitsForParts) this.#gateway.watched.add(this);
      this.goOn();
    }
  }

  #write(answers: readonly Buffer[]): void {
    if (answers.length === 0 || !this.#socket.writable) return;
    const [only] = answers;
    const isRead = this.#socket.write(answers.length === 1 && only ? only : Buffer.concat(answers));
    if (!isRead) this.#socket.pause();
  }

  #hangUp(): void {
    this.#stopReading();
    this.#socket.end();
  }

  /** What still comes is read away, and the other side given some time to hang up. */
  #stopReading(): void {
    this.#endingAt ??= Date.now();
    this.#gateway.watched.add(this);
    this.#socket.resume();
  }
}
