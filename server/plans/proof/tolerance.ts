/**
 * Cells meet each other vertex for vertex, and the smallest mismatch between them is told. Their borders against areas,
 * which other tools drew and whose coordinates have more digits, may be off by this much.
 */
export const toleranceMetres = 0.02;

const metresPerDegree = 111_320;
/** Taken off a shape and put on again, this removes whatever is thinner than the tolerance. */
const radiusDegrees = toleranceMetres / 2 / metresPerDegree;

/** SQL for the parts of a shape that are thicker than the tolerance. `shape` is written into the statement. */
export function thickParts(shape: string): string {
  const shrunk = `st_buffer(st_collectionextract(${shape}, 3), -${radiusDegrees}, 'join=mitre')`;
  return `st_buffer(${shrunk}, ${radiusDegrees}, 'join=mitre')`;
}
