import { type Member, type ProtocolName, protocols } from './fleet.ts';
import type { KnownFix } from './walk.ts';

type Sent = { fix: KnownFix; isAcknowledged: boolean };

/** How a fix is named: what makes it one and the same. */
export function nameOf(at: number, lonE7: number, latE7: number): string {
  return `${at} ${lonE7} ${latE7}`;
}

/** What was sent, what of it was acknowledged, and how long nobody was answered. */
export class Ledger {
  readonly #sent = new Map<number, Map<string, Sent>>();
  readonly #answers = new Map<string, number>();
  readonly #sentOf = new Map<ProtocolName, number>(protocols.map((protocol) => [protocol, 0]));
  acknowledgements = 0;
  messages = 0;
  cuts = 0;
  longestSilenceMs = 0;
  #answeredAt = Date.now();

  /** The fixes are on their way. */
  sending({ deviceId, protocol }: Member, fixes: readonly KnownFix[]): void {
    this.messages++;
    const of = this.ofDevice(deviceId);
    this.#sentOf.set(protocol, (this.#sentOf.get(protocol) ?? 0) + fixes.length);
    for (const fix of fixes) {
      const name = nameOf(fix.storedAt, fix.lonE6 * 10, fix.latE6 * 10);
      if (!of.has(name)) of.set(name, { fix, isAcknowledged: false });
    }
  }

  acknowledged({ deviceId }: Member, fixes: readonly KnownFix[]): void {
    const now = Date.now();
    this.longestSilenceMs = Math.max(this.longestSilenceMs, now - this.#answeredAt);
    this.#answeredAt = now;
    this.acknowledgements++;
    for (const { storedAt, lonE6, latE6 } of fixes) {
      const sent = this.ofDevice(deviceId).get(nameOf(storedAt, lonE6 * 10, latE6 * 10));
      if (sent) sent.isAcknowledged = true;
    }
  }

  /** Something else than an acknowledgement came back. */
  answeredOtherwise(what: string): void {
    this.#answers.set(what, (this.#answers.get(what) ?? 0) + 1);
  }

  /** What devices know, by the name of the fix. */
  ofDevice(deviceId: number): Map<string, Sent> {
    const known = this.#sent.get(deviceId) ?? new Map<string, Sent>();
    this.#sent.set(deviceId, known);
    return known;
  }

  get otherAnswers(): ReadonlyMap<string, number> {
    return this.#answers;
  }

  get sentOf(): ReadonlyMap<ProtocolName, number> {
    return this.#sentOf;
  }
}
