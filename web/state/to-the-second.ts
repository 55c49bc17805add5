/** An instant as shown to the minute, with its seconds: zones differ by whole minutes. */
export function toTheSecond(toTheMinute: (at: string) => string, at: string): string {
  return `${toTheMinute(at)}:${at.slice(17, 19)}`;
}
