// What the judging of fixes and the cutting of tracks and visits goes by. Changing one changes what is derived from
// fixes that come from then on; what is stored stays until it is read again.

const second = 1_000;
const minute = 60 * second;
export const hourMs = 60 * minute;
export const dayMs = 24 * hourMs;

/** Faster than this between two fixes is impossible for a patrol (216 km/h). */
export const impossibleMetresPerSecond = 60;

/**
 * A fix that lies away from both neighbours while these lie together is a jump, where going out and coming back would
 * each have taken this speed, this far, with a turn on the spot, all within this time.
 */
export const jump = { metresPerSecond: 25, metres: 100, closeShare: 0.2, withinMs: 120 * second } as const;

/** A worse accuracy says nothing about presence in a cell. */
export const presenceAccuracyMetres = 100;

/** A leg joins consecutive good fixes of one carrier that are no further apart than this. */
export const leg = { withinMs: 120 * second, metres: 2_000, metresPerSecond: 40 } as const;

/** Slower than this is standing, with the scatter of the receiver. */
export const movingMetresPerSecond = 0.5;

/** A silence longer than this ends a track and whatever was open in it; standing for longer ends it on departure. */
export const pauseMs = 15 * minute;

/** Standing is staying within this circle. */
export const stayMetres = 100;

/** A visit goes on through an absence no longer than this. */
export const absenceMs = 3 * minute;
