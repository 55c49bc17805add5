/** Usages are kept by their key where they have one; anything else is kept as it is written. */
export const usageOf = (usages: Record<string, string>, said: string): string =>
  Object.keys(usages).find((key) => usages[key] === said) ?? said;
