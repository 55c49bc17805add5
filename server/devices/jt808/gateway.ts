import type { Deps } from '../../deps.ts';
import { noteContact } from '../registration-store.ts';
import type { Bounds } from './bounds.ts';
import type { TerminalConnection } from './connection.ts';
import { tokenCheck } from './live-tokens.ts';

/** What was received and not taken, since the last line in the log. */
export type Dropped = {
  wrongChecksum: number;
  notAMessage: number;
  tooLong: number;
  beforeAuthentication: number;
  refusedAtTheDoor: number;
  failedDeliveries: number;
};

const nothingDropped = (): Dropped => ({
  wrongChecksum: 0,
  notAMessage: 0,
  tooLong: 0,
  beforeAuthentication: 0,
  refusedAtTheDoor: 0,
  failedDeliveries: 0,
});

/** What all connections share: the bound on what waits to be stored, and the round that ends what has lasted too long. */
export class Gateway {
  readonly deps: Deps;
  readonly bounds: Bounds;
  readonly checkToken: ReturnType<typeof tokenCheck>;
  readonly connections = new Set<TerminalConnection>();
  /** Those whose terminal is not known, or that wait for parts: they are looked at every second. */
  readonly watched = new Set<TerminalConnection>();
  dropped = nothingDropped();
  #waitingBytes = 0;
  readonly #paused = new Set<TerminalConnection>();
  readonly #timers: NodeJS.Timeout[];
  #contactNotedAt = Date.now();
  #failureToldAt = 0;

  constructor(deps: Deps, bounds: Bounds) {
    this.deps = deps;
    this.bounds = bounds;
    this.checkToken = tokenCheck(deps.db);
    this.#timers = [
      setInterval(() => this.#sweep(), bounds.sweepMs),
      setInterval(() => this.#slowSweep(), bounds.slowSweepMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  get isFull(): boolean {
    return this.#waitingBytes > this.bounds.waitingBytesOfAll;
  }

  take(bytes: number): void {
    this.#waitingBytes += bytes;
  }

  release(bytes: number): void {
    this.#waitingBytes -= bytes;
    if (this.#waitingBytes > this.bounds.waitingBytesOfAll / 2) return;
    for (const connection of this.#paused) connection.goOn();
    this.#paused.clear();
  }

  /** The connection reads on when there is room again. */
  waitForRoom(connection: TerminalConnection): void {
    this.#paused.add(connection);
  }

  forget(connection: TerminalConnection): void {
    this.connections.delete(connection);
    this.watched.delete(connection);
    this.#paused.delete(connection);
  }

  /** What failed is not answered, and comes again. While the database is away that is everything. */
  tellFailure(error: unknown, device: number | undefined): void {
    this.dropped.failedDeliveries++;
    if (Date.now() - this.#failureToldAt < this.bounds.tellFailureMs) return;
    this.#failureToldAt = Date.now();
    this.deps.log.warn({ err: error, device }, 'what a terminal sent was not stored and not answered');
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #sweep(): void {
    const now = Date.now();
    for (const connection of this.watched) connection.lookAfter(now);
  }

  #slowSweep(): void {
    const now = Date.now();
    for (const connection of this.connections) connection.endWhereIdle(now);
    this.#tellDropped();
    this.#lookAtTokens(now).catch((error: unknown) =>
      this.deps.log.warn({ err: error }, 'the tokens of connected terminals could not be looked at'),
    );
  }

  /** Ends the connections of terminals whose token was revoked, and notes now and then who was heard of. */
  async #lookAtTokens(now: number): Promise<void> {
    const known = [...this.connections].filter((connection) => connection.tokenId !== undefined);
    await Promise.all(
      known.map(async (connection) => {
        const tokenId = connection.tokenId ?? 0;
        if (!(await this.checkToken(tokenId)).isLive) await connection.end();
      }),
    );
    if (now - this.#contactNotedAt < this.bounds.contactEveryMs) return;
    const heard = known.filter(({ lastMessageAt }) => lastMessageAt > this.#contactNotedAt);
    this.#contactNotedAt = now;
    await noteContact(this.deps.db, [...new Set(heard.flatMap(({ tokenId }) => tokenId ?? []))]);
  }

  #tellDropped(): void {
    if (Object.values(this.dropped).every((count) => count === 0)) return;
    this.deps.log.info(
      { dropped: this.dropped, connections: this.connections.size },
      'terminals: frames not taken',
    );
    this.dropped = nothingDropped();
  }
}
