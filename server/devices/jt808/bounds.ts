const kibibyte = 1024;
const minuteMs = 60_000;

/** What a terminal, and all of them, may take up; and how long it is waited for them. */
export const bounds = {
  connections: 20_000,
  /** Received and not yet stored: reading stops beyond, until half is stored. */
  waitingBytesOfOne: 64 * kibibyte,
  waitingBytesOfAll: 32 * 1024 * kibibyte,
  /** A frame that has begun, before the terminal is known. */
  strangersFrameBytes: 2 * kibibyte,
  /** Registrations and wrong codes on one connection. */
  attempts: 10,
  /** Until a terminal has authenticated. */
  authenticationMs: 30_000,
  /** Without a good frame; heartbeats come every few minutes at most. */
  idleMs: 15 * minuteMs,
  /** Without a further part, until the missing are asked for, and until what is there is kept as it is. */
  partsAskedMs: 2_000,
  partsKeptMs: 5_000,
  /** How often strangers and missing parts are looked after, and everybody. */
  sweepMs: 1_000,
  slowSweepMs: 30_000,
  contactEveryMs: 5 * minuteMs,
  /** Until the other side hangs up as well. */
  hangUpMs: 2_000,
  stopMs: 10_000,
  /** A failure that every terminal meets is told once in a while. */
  tellFailureMs: 10_000,
};

export type Bounds = Readonly<typeof bounds>;
