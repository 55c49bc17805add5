import { type Random, seededRandom } from '../../server/demo/random.ts';

/** A fix as its device sends it, and as it must be stored. Instants are epoch milliseconds of whole seconds. */
export type KnownFix = {
  /** What the device says, by whichever clock it has at the time. */
  sentAt: number;
  /** What is to be stored: the same but for a GPS week that has rolled over. */
  storedAt: number;
  /** Nobody can believe its time: whether it is kept is decided by the time of its arrival. */
  isSuspect: boolean;
  /** Millionths of a degree, which every protocol carries exactly. */
  lonE6: number;
  latE6: number;
  accuracyMetres: number;
};

/** The time that devices walk through, in epoch milliseconds. */
export type Span = { from: number; to: number };

const dayMs = 86_400_000;
const rolloverMs = 1024 * 7 * dayMs;
const aheadMs = 30 * dayMs;
const behindMs = 24 * 365 * dayMs;
export const centre = { lon: 120, lat: 49 };
const reachE6 = 40_000;

/**
 * The fixes of one device in the order it records them, the same for the same seed: walks with pauses, jumps that no
 * device makes, poor reception, and a clock that is a month ahead, years behind or a GPS week counter too low.
 */
export function* walk(seed: number, span: Span): Generator<KnownFix, void, undefined> {
  const random = seededRandom(seed);
  let [at, lonE6, latE6] = [span.from, random.whole(-15_000, 15_000), random.whole(-15_000, 15_000)];
  for (;;) {
    at += 1000 * (random.chance(0.01) ? random.whole(400, 1_500) : random.whole(5, 15));
    if (at >= span.to) return;
    lonE6 = within(lonE6 + random.whole(-300, 320));
    latE6 = within(latE6 + random.whole(-200, 210));
    const jumpE6 = random.chance(0.02) ? 50_000 : 0;
    yield {
      ...clock(random, at, span),
      lonE6: centre.lon * 1e6 + lonE6 + jumpE6,
      latE6: centre.lat * 1e6 + latE6,
      accuracyMetres: random.chance(0.03) ? 500 : random.whole(3, 30),
    };
  }
}

function clock(random: Random, at: number, span: Span): Pick<KnownFix, 'sentAt' | 'storedAt' | 'isSuspect'> {
  const offset = random.next();
  if (offset < 0.01) return { sentAt: at - rolloverMs, storedAt: at, isSuspect: false };
  const wrong = offset < 0.02 ? at + aheadMs + (span.to - span.from) : offset < 0.03 ? at - behindMs : at;
  return { sentAt: wrong, storedAt: wrong, isSuspect: wrong !== at };
}

/** Turns back at the edge of the ground. */
function within(value: number): number {
  return Math.abs(value) > reachE6 ? Math.sign(value) * (2 * reachE6 - Math.abs(value)) : value;
}
