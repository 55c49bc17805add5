import type { Socket } from 'node:net';
import {
  generalAnswer,
  multimediaAnswer,
  partsRequest,
  registrationAnswer,
  registrationResult,
  result,
} from '../protocols/jt808/answers.ts';
import { frameSplitter } from '../protocols/jt808/frames.ts';
import { type Header, type Message, parseMessage } from '../protocols/jt808/header.ts';
import { missingOf, type Parts, partsOf, type WholeMessage, wholeOf } from '../protocols/jt808/parts.ts';
import { messageId } from '../protocols/jt808/positions.ts';
import { parseAuthentication, parseRegistration } from '../protocols/jt808/registration.ts';
import { identitiesOf } from '../protocols/jt808/terminal-number.ts';
import type { Authenticated } from '../registration-store.ts';
import { keep, keepIncomplete } from './deliver.ts';
import { authenticate, register } from './door.ts';
import type { Gateway } from './gateway.ts';
import { kindOf } from './kinds.ts';

/** The terminal of a connection, once it has authenticated. */
type Terminal = Authenticated & { number: Buffer; identity: string };

/**
 * One terminal's connection. Frames are answered in their order; those that arrived together are stored together, and
 * answered once that is committed. What could not be stored is not answered: the terminal sends it again.
 */
export class TerminalConnection {
  lastMessageAt = Date.now();
  readonly #gateway: Gateway;
  readonly #socket: Socket;
  readonly #openedAt = Date.now();
  readonly #splitter = frameSplitter({
    frame: (content, wire) => this.#receive(content, wire),
    tooLong: () => this.#gateway.dropped.tooLong++,
  });
  #terminal: Terminal | undefined;
  #parts: Parts | undefined;
  #queue: Message[] = [];
  #queuedBytes = 0;
  #waitingBytes = 0;
  #working: Promise<void> | undefined;
  #serial = 0;
  #attempts = 0;
  /** When it was said that nothing more is read. */
  #endingAt: number | undefined;

  constructor(gateway: Gateway, socket: Socket) {
    this.#gateway = gateway;
    this.#socket = socket;
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

  get #isEnding(): boolean {
    return this.#endingAt !== undefined;
  }

  get tokenId(): number | undefined {
    return this.#terminal?.tokenId;
  }

  /** Finishes what is being stored, answers it, and ends. */
  async end(): Promise<void> {
    this.#close();
    while (this.#working) await this.#working;
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Reads on, where nothing holds it back. */
  goOn(): void {
    if (
      this.#isEnding ||
      this.#waitingBytes > this.#gateway.bounds.waitingBytesOfOne ||
      this.#socket.writableNeedDrain
    )
      return;
    this.#socket.resume();
  }

  /** Ends a connection whose terminal does not say who it is or does not hang up; does what is due for missing parts. */
  lookAfter(now: number): void {
    if (this.#isEnding || !this.#terminal) {
      const since = this.#endingAt ?? this.#openedAt;
      if (
        now - since >
        (this.#isEnding ? this.#gateway.bounds.hangUpMs : this.#gateway.bounds.authenticationMs)
      )
        this.destroy();
    } else if (this.#parts?.isEmpty() ?? true) {
      this.#gateway.watched.delete(this);
    } else if (!this.#working) {
      this.#working = this.#lookAfterParts(now).finally(() => {
        this.#working = undefined;
        this.#workOn();
      });
    }
  }

  endWhereIdle(now: number): void {
    if (now - this.lastMessageAt > this.#gateway.bounds.idleMs) this.destroy();
  }

  /** What still comes is read away, and the other side given some time to hang up. */
  #close(): void {
    this.#endingAt ??= Date.now();
    this.#gateway.watched.add(this);
    this.#socket.resume();
  }

  #read(chunk: Buffer): void {
    if (this.#isEnding) return;
    const before = this.#queue.length;
    this.#splitter.push(chunk);
    if (!this.#terminal && this.#splitter.pendingBytes() > this.#gateway.bounds.strangersFrameBytes) {
      this.destroy();
      return;
    }
    if (this.#queue.length === before) return;
    // The messages lie in the chunk, so all of it waits with them.
    this.#gateway.take(chunk.length);
    this.#queuedBytes += chunk.length;
    this.#waitingBytes += chunk.length;
    if (this.#gateway.isFull) this.#gateway.waitForRoom(this);
    if (this.#gateway.isFull || this.#waitingBytes > this.#gateway.bounds.waitingBytesOfOne)
      this.#socket.pause();
    this.#workOn();
  }

  #receive(content: Buffer, wire: Buffer): void {
    const message = parseMessage(content, wire);
    if (message) this.#queue.push(message);
    else this.#gateway.dropped.notAMessage++;
  }

  #workOn(): void {
    if (this.#queue.length === 0) return;
    this.#working ??= this.#workThrough().finally(() => {
      this.#working = undefined;
    });
  }

  async #workThrough(): Promise<void> {
    while (this.#queue.length > 0) {
      const [messages, bytes] = [this.#queue, this.#queuedBytes];
      this.#queue = [];
      this.#queuedBytes = 0;
      try {
        await this.#answerAll(messages);
      } catch (error) {
        this.#gateway.tellFailure(error, this.#terminal?.deviceId);
      }
      this.#waitingBytes -= bytes;
      this.#gateway.release(bytes);
      this.goOn();
    }
  }

  async #answerAll(messages: readonly Message[]): Promise<void> {
    let together: WholeMessage[] = [];
    for (const message of messages) {
      if (kindOf(message.header.id) === 'door') {
        await this.#answerTogether(together);
        together = [];
        await this.#answerAtDoor(message);
      } else if (this.#isTaken(message)) {
        this.lastMessageAt = Date.now();
        const whole = wholeOf(message) ?? this.#addPart(message);
        if (whole) together.push(whole);
      }
    }
    await this.#answerTogether(together);
  }

  /** What is not of the terminal that came in, or garbled, is neither kept nor answered. */
  #isTaken({ header, isChecksumRight }: Message): boolean {
    const terminal = this.#terminal;
    const { dropped } = this.#gateway;
    if (!terminal || !isOf(terminal, header)) dropped.beforeAuthentication++;
    else if (!isChecksumRight && !terminal.isLenient) dropped.wrongChecksum++;
    else return true;
    return false;
  }

  #addPart(message: Message): WholeMessage | undefined {
    this.#parts ??= partsOf();
    this.#gateway.watched.add(this);
    return this.#parts.add(message, Date.now());
  }

  async #answerTogether(messages: readonly WholeMessage[]): Promise<void> {
    const terminal = this.#terminal;
    if (!terminal || messages.length === 0) return;
    const kept = new Set(messages.filter(({ header }) => kindOf(header.id) === 'kept'));
    const areStored = kept.size === 0 || (await this.#store(terminal, [...kept]));
    if (this.#terminal !== terminal) return;
    this.#write(
      messages.flatMap((message) => (areStored || !kept.has(message) ? this.#answersTo(message) : [])),
    );
  }

  async #store(terminal: Terminal, messages: readonly WholeMessage[]): Promise<boolean> {
    const { deps, checkToken } = this.#gateway;
    try {
      const { isLive, isLenient } = await checkToken(terminal.tokenId);
      terminal.isLenient = isLenient;
      if (isLive) await keep(deps, terminal, messages);
      else this.#shutOut();
      return isLive;
    } catch (error) {
      this.#gateway.tellFailure(error, terminal.deviceId);
      return false;
    }
  }

  /** Its token was revoked: it has to come in again, and will be refused there. */
  #shutOut(): void {
    this.#terminal = undefined;
    this.#close();
    this.#socket.end();
  }

  #answersTo({ header, body, serials }: WholeMessage): Buffer[] {
    if (kindOf(header.id) === 'silent') return [];
    if (header.id === messageId.multimedia) return [multimediaAnswer(this.#to(header), body)];
    return serials.map((serial) => generalAnswer(this.#to(header), serial, result.done));
  }

  async #answerAtDoor(message: Message): Promise<void> {
    const { header, body, isChecksumRight } = message;
    const { db } = this.#gateway.deps;
    const applicant = { identities: identitiesOf(header.number), isChecksumRight };
    if (header.id === messageId.register) {
      const admission = await register(db, applicant, parseRegistration(header, body));
      if (!admission) this.#gateway.dropped.wrongChecksum++;
      else this.#write([registrationAnswer(this.#to(header), admission.outcome, admission.code)]);
      this.#countAttempt(admission?.outcome === registrationResult.done);
      return;
    }
    const found = await authenticate(db, applicant, parseAuthentication(header, body).code);
    if (found) this.#welcome(found, header);
    // A garbled frame says nothing of the code that was meant.
    if (found || isChecksumRight)
      this.#write([generalAnswer(this.#to(header), header.serial, found ? result.done : result.failed)]);
    if (!found) this.#countAttempt(false);
  }

  #welcome(found: Authenticated, { number }: Header): void {
    this.#terminal = { ...found, number: Buffer.from(number), identity: identitiesOf(number)[0] ?? '' };
    this.#attempts = 0;
    this.lastMessageAt = Date.now();
  }

  #countAttempt(isAdmitted: boolean): void {
    if (!isAdmitted) this.#gateway.dropped.refusedAtTheDoor++;
    if (++this.#attempts < this.#gateway.bounds.attempts) return;
    this.#close();
    this.#socket.end();
  }

  async #lookAfterParts(now: number): Promise<void> {
    const [terminal, parts] = [this.#terminal, this.#parts];
    if (!terminal || !parts) return;
    for (const held of parts.waiting()) {
      if (held.askedAt >= held.lastAt || now - held.lastAt < this.#gateway.bounds.partsAskedMs) continue;
      held.askedAt = now;
      const { firstSerial, missing } = missingOf(held);
      this.#write([partsRequest(this.#to(held.header), firstSerial, missing)]);
    }
    for (const incomplete of parts.expire(now - this.#gateway.bounds.partsKeptMs))
      try {
        const message = await keepIncomplete(this.#gateway.deps, terminal, incomplete);
        this.#write(this.#answersTo(message));
      } catch (error) {
        this.#gateway.tellFailure(error, terminal.deviceId);
      }
  }

  #to(header: Header) {
    const serial = this.#serial;
    this.#serial = (serial + 1) & 0xffff;
    return { header, serial };
  }

  /** A terminal that does not read its answers is not read from. */
  #write(answers: readonly Buffer[]): void {
    if (answers.length === 0 || !this.#socket.writable) return;
    const bytes = answers.length === 1 ? answers[0] : undefined;
    if (!this.#socket.write(bytes ?? Buffer.concat(answers))) this.#socket.pause();
  }
}

function isOf({ number, identity }: Terminal, header: Header): boolean {
  return number.equals(header.number) || identitiesOf(header.number)[0] === identity;
}
