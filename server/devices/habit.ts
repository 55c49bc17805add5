/** Silences of a device are known well enough to speak of a habit from this many on. */
export const leastSilences = 20;
/** Latest contacts of two weeks that a habit is taken from. */
export const habitContacts = 200;
export const habitDays = 14;
/** A device is silent beyond its habit after so many times that habit, and never before `leastSilentSeconds`. */
export const habitTimes = 2;
export const leastSilentSeconds = 900;
/** With too few silences known. */
export const assumedSilentSeconds = 3_600;

/** Latest fixes of a week that the share of flagged ones is of. */
export const judgedFixes = 1_000;
/** Latest live deliveries that a clock is judged by, and the least that say anything. */
export const clockDeliveries = 20;
export const leastClockDeliveries = 5;
