/** A share in percent, to a tenth and never up: what falls short is not said to be enough. */
export const percent = (share: number) => Math.floor(share * 1000 + 1e-6) / 10;

/** From ten kilometres on whole ones, else tenths. */
export const kilometres = (metres: number) =>
  metres < 10_000 ? Math.round(metres / 100) / 10 : Math.round(metres / 1000);
