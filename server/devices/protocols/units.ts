/** Metres per second. */
export const knot = 1852 / 3600;
export const kilometrePerHour = 1 / 3.6;
