import { defaultLimits } from '../default-limits.ts';

/**
 * Cells meet each other vertex for vertex, and the smallest mismatch between them is told. Their borders against areas,
 * which other tools drew and whose coordinates have more digits, may be off by this much.
 */
export const toleranceMetres = defaultLimits.borderToleranceMetres;
