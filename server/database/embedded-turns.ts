type Work = () => Promise<void>;

/** One who takes turns: a connection, or the upkeep. */
export type Seat = { waiting: Work[] };

/**
 * One engine, many connections: a turn is one piece of work, in order of arrival. Whoever leaves a transaction or a
 * series of messages open keeps the engine until it is closed.
 */
export class Turns {
  #queue: Seat[] = [];
  #holder: Seat | null = null;
  #heldSince = 0;
  #running: Promise<void> | null = null;
  #isStopped = false;
  readonly #isOpen: () => boolean;
  readonly #onBroken: (error: unknown) => void;

  constructor(isOpen: () => boolean, onBroken: (error: unknown) => void) {
    this.#isOpen = isOpen;
    this.#onBroken = onBroken;
  }

  take(seat: Seat, work: Work): void {
    seat.waiting.push(work);
    this.#queue.push(seat);
    this.#start();
  }

  /** Forgets what the seat still wanted; `release` ends what it left open, should it be the one who keeps the engine. */
  leave(seat: Seat, release: Work): void {
    seat.waiting = [];
    this.#queue = this.#queue.filter((other) => other !== seat);
    // Its turn comes next where it keeps the engine; else only once nobody does.
    this.take(seat, async () => {
      if (this.#isOpen()) await release();
    });
  }

  /** Resolves once nothing runs; nothing further starts. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** How long an open transaction has kept others waiting without a word from its owner. */
  idleWaitSeconds(): number {
    const blocked = this.#holder !== null && this.#running === null && this.#queue.length > 0;
    return blocked ? (Date.now() - this.#heldSince) / 1000 : 0;
  }

  #start(): void {
    if (this.#running || this.#isStopped) return;
    const seat = this.#next();
    const work = seat?.waiting.shift();
    if (!seat || !work) return;
    this.#running = work()
      .catch(this.#onBroken)
      .finally(() => {
        this.#holder = this.#isOpen() ? seat : null;
        this.#heldSince = Date.now();
        this.#running = null;
        setImmediate(() => this.#start());
      });
  }

  #next(): Seat | undefined {
    const index = this.#holder ? this.#queue.indexOf(this.#holder) : 0;
    return index < 0 ? undefined : this.#queue.splice(index, 1)[0];
  }
}
