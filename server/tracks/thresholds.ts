// What the judging of fixes and the cutting of tracks and visits goes by.

const second = 1_000;
const minute = 60 * second;
export const hourMs = 60 * minute;
export const dayMs = 24 * hourMs;

/** What carries a receiver, as far as that tells how it moves and how well it knows where it is. */
export const deviceKinds = ['phone', 'vehicle', 'body-worn', 'tracker'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** What is judged and cut by, for one kind of device; an administrator may change each. */
export type Thresholds = {
  /** Faster than this between two fixes is impossible. */
  readonly impossibleMetresPerSecond: number;
  /**
   * A fix that lies away from both neighbours while these lie together is a jump, where going out and coming back would
   * each have taken this speed, this far, with a turn on the spot, all within this time. The neighbours lie together
   * where they are no further apart than this share of the shorter way.
   */
  readonly jumpMetresPerSecond: number;
  readonly jumpMetres: number;
  readonly jumpCloseShare: number;
  readonly jumpWithinSeconds: number;
  /** A worse accuracy says nothing about presence in a cell. */
  readonly presenceAccuracyMetres: number;
  /** A leg joins consecutive good fixes of one carrier that are no further apart than this. */
  readonly legWithinSeconds: number;
  readonly legMetres: number;
  readonly legMetresPerSecond: number;
  /** Slower than this is standing, with the scatter of the receiver. */
  readonly movingMetresPerSecond: number;
  /**
   * A silence longer than this ends a track and whatever was open in it; standing for longer ends it on departure.
   * Never more than an hour: a reading is taken up at full hours.
   */
  readonly pauseSeconds: number;
  /** Standing is staying within this circle. */
  readonly stayMetres: number;
  /** A visit goes on through an absence no longer than this. */
  readonly absenceSeconds: number;
};

/** METHODS B2. Whoever carries a phone may sit in a car, so the limits of legs are a vehicle's. */
const ofCarried: Thresholds = {
  impossibleMetresPerSecond: 60,
  jumpMetresPerSecond: 25,
  jumpMetres: 100,
  jumpCloseShare: 0.2,
  jumpWithinSeconds: 120,
  presenceAccuracyMetres: 100,
  legWithinSeconds: 120,
  legMetres: 2_000,
  legMetresPerSecond: 40,
  movingMetresPerSecond: 0.5,
  pauseSeconds: 900,
  stayMetres: 100,
  absenceSeconds: 180,
};

/** What holds of a kind until an administrator says otherwise. A car does go out and back at 90 km/h. */
export const defaultThresholds: Readonly<Record<DeviceKind, Thresholds>> = {
  phone: ofCarried,
  vehicle: { ...ofCarried, jumpMetresPerSecond: 40 },
  'body-worn': ofCarried,
  tracker: ofCarried,
};

/** The least and the most that each may be. */
export const thresholdLimits: Readonly<Record<keyof Thresholds, readonly [least: number, most: number]>> = {
  impossibleMetresPerSecond: [3, 400],
  jumpMetresPerSecond: [1, 400],
  jumpMetres: [10, 10_000],
  jumpCloseShare: [0, 1],
  jumpWithinSeconds: [1, 900],
  presenceAccuracyMetres: [1, 5_000],
  legWithinSeconds: [10, 600],
  legMetres: [50, 20_000],
  legMetresPerSecond: [1, 400],
  movingMetresPerSecond: [0, 10],
  pauseSeconds: [60, 3_600],
  stayMetres: [10, 1_000],
  absenceSeconds: [0, 1_800],
};

/** The longest pause that any kind of device may have. */
export const longestPauseMs = thresholdLimits.pauseSeconds[1] * second;
/** The longest leg in time. */
export const longestLegMs = thresholdLimits.legWithinSeconds[1] * second;
