import {
  generalAnswer,
  multimediaAnswer,
  partsRequest,
  registrationAnswer,
  registrationResult,
  result,
} from '../protocols/jt808/answers.ts';
import type { Header, Message } from '../protocols/jt808/header.ts';
import { missingOf, type Parts, partsOf, type WholeMessage, wholeOf } from '../protocols/jt808/parts.ts';
import { messageId } from '../protocols/jt808/positions.ts';
import { parseAuthentication, parseRegistration } from '../protocols/jt808/registration.ts';
import { identitiesOf } from '../protocols/jt808/terminal-number.ts';
import type { Authenticated } from '../registration-store.ts';
import { keep, keepIncomplete } from './deliver.ts';
import { authenticate, register } from './door.ts';
import type { Gateway } from './gateway.ts';
import { kindOf } from './kinds.ts';

/** The terminal of a session, once it has authenticated. */
type Terminal = Authenticated & { number: Buffer; identity: string };

/** The other end of a session. */
type Line = { write: (answers: readonly Buffer[]) => void; hangUp: () => void };

/**
 * What is said with one terminal: it comes in at the door, and then what it sends is answered in its order. Frames that
 * arrived together are stored together, and answered once that is committed. What could not be stored is not answered:
 * the terminal sends it again.
 */
export class TerminalSession {
  lastMessageAt = Date.now();
  readonly #gateway: Gateway;
  readonly #line: Line;
  #terminal: Terminal | undefined;
  #parts: Parts | undefined;
  #serial = 0;
  #attempts = 0;
  #isOver = false;

  constructor(gateway: Gateway, line: Line) {
    this.#gateway = gateway;
    this.#line = line;
  }

  get terminal(): Authenticated | undefined {
    return this.#terminal;
  }

  get waitsForParts(): boolean {
    return this.#parts !== undefined && !this.#parts.isEmpty();
  }

  async answerAll(messages: readonly Message[]): Promise<void> {
    let together: WholeMessage[] = [];
    for (const message of messages) {
      if (this.#isOver) return;
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

  /** Asks once for parts that are missing, and keeps what there is of a message where they do not come. */
  async lookAfterParts(now: number): Promise<void> {
    const [terminal, parts] = [this.#terminal, this.#parts];
    if (!terminal || !parts) return;
    const { deps, bounds } = this.#gateway;
    for (const held of parts.waiting()) {
      if (held.askedAt >= held.lastAt || now - held.lastAt < bounds.partsAskedMs) continue;
      held.askedAt = now;
      const { firstSerial, missing } = missingOf(held);
      this.#line.write([partsRequest(this.#to(held.header), firstSerial, missing)]);
    }
    for (const incomplete of parts.expire(now - bounds.partsKeptMs))
      try {
        this.#line.write(this.#answersTo(await keepIncomplete(deps, terminal, incomplete)));
      } catch (error) {
        this.#gateway.tellFailure(error, terminal.deviceId);
      }
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
    return this.#parts.add(message, Date.now());
  }

  async #answerTogether(messages: readonly WholeMessage[]): Promise<void> {
    const terminal = this.#terminal;
    if (!terminal || messages.length === 0) return;
    const kept = new Set(messages.filter(({ header }) => kindOf(header.id) === 'kept'));
    const areStored = kept.size === 0 || (await this.#store(terminal, [...kept]));
    if (this.#terminal !== terminal) return;
    const answered = messages.filter((message) => areStored || !kept.has(message));
    this.#line.write(answered.flatMap((message) => this.#answersTo(message)));
  }

  /** A terminal whose token was revoked has to come in again, and will be refused there. */
  async #store(terminal: Terminal, messages: readonly WholeMessage[]): Promise<boolean> {
    const { deps, checkToken } = this.#gateway;
    try {
      const { isLive, isLenient } = await checkToken(terminal.tokenId);
      terminal.isLenient = isLenient;
      if (isLive) {
        await keep(deps, terminal, messages);
        return true;
      }
      this.#terminal = undefined;
      this.#end();
    } catch (error) {
      this.#gateway.tellFailure(error, terminal.deviceId);
    }
    return false;
  }

  #answersTo({ header, body, serials }: WholeMessage): Buffer[] {
    if (kindOf(header.id) === 'silent') return [];
    if (header.id === messageId.multimedia) return [multimediaAnswer(this.#to(header), body)];
    return serials.map((serial) => generalAnswer(this.#to(header), serial, result.done));
  }

  async #answerAtDoor(message: Message): Promise<void> {
    const { header, isChecksumRight } = message;
    const applicant = { identities: identitiesOf(header.number), isChecksumRight };
    const isAdmitted =
      header.id === messageId.register
        ? await this.#answerRegistration(applicant, message)
        : await this.#answerAuthentication(applicant, message);
    if (!isAdmitted) this.#gateway.dropped.refusedAtTheDoor++;
    if (this.#terminal && header.id === messageId.authenticate) this.#attempts = 0;
    else if (++this.#attempts >= this.#gateway.bounds.attempts) this.#end();
  }

  async #answerRegistration(
    applicant: Parameters<typeof register>[1],
    { header, body }: Message,
  ): Promise<boolean> {
    const admission = await register(this.#gateway.deps.db, applicant, parseRegistration(header, body));
    if (admission)
      this.#line.write([registrationAnswer(this.#to(header), admission.outcome, admission.code)]);
    return admission?.outcome === registrationResult.done;
  }

  async #answerAuthentication(
    applicant: Parameters<typeof authenticate>[1],
    { header, body }: Message,
  ): Promise<boolean> {
    const found = await authenticate(
      this.#gateway.deps.db,
      applicant,
      parseAuthentication(header, body).code,
    );
    if (found) this.#welcome(found, header);
    const outcome = found ? result.done : result.failed;
    // A garbled frame says nothing of the code that was meant.
    if (found || applicant.isChecksumRight)
      this.#line.write([generalAnswer(this.#to(header), header.serial, outcome)]);
    return found !== undefined;
  }

  #welcome(found: Authenticated, { number }: Header): void {
    this.#terminal = { ...found, number: Buffer.from(number), identity: identitiesOf(number)[0] ?? '' };
    this.lastMessageAt = Date.now();
  }

  #end(): void {
    this.#isOver = true;
    this.#line.hangUp();
  }

  #to(header: Header) {
    const serial = this.#serial;
    this.#serial = (serial + 1) & 0xffff;
    return { header, serial };
  }
}

function isOf({ number, identity }: Terminal, header: Header): boolean {
  return number.equals(header.number) || identitiesOf(header.number)[0] === identity;
}
