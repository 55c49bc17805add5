/** What is open at the beginning of a week and at the end of each of its days, by obligation. */
export type OpenAt = { day: string | null; obligations: ReadonlySet<string> };

export type Flows = {
  atStart: number;
  opened: number;
  closed: number;
  open: number;
  days: { day: string; opened: number; closed: number; open: number }[];
};

/**
 * How many gaps opened and closed from one day's end to the next: what is open at the start and what opened, less what
 * closed, is what is open at the end. What opens and closes within a day is not seen.
 */
export function flowsOf([start, ...days]: readonly OpenAt[]): Flows {
  const flows: Flows = { atStart: start?.obligations.size ?? 0, opened: 0, closed: 0, open: 0, days: [] };
  let before: ReadonlySet<string> = start?.obligations ?? new Set();
  for (const { day, obligations } of days) {
    const opened = [...obligations].filter((one) => !before.has(one)).length;
    const closed = [...before].filter((one) => !obligations.has(one)).length;
    flows.days.push({ day: day ?? '', opened, closed, open: obligations.size });
    flows.opened += opened;
    flows.closed += closed;
    before = obligations;
  }
  return { ...flows, open: before.size };
}
