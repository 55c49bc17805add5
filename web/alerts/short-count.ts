/** Up to 99 are counted out. */
export const shortCount = (count: number) => (count > 99 ? '99+' : String(count));
