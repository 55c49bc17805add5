/** The order of texts by their characters' numbers, which is the same wherever it is asked for; for sorting. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
