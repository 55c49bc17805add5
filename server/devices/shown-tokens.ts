/** Long enough to set a terminal up; it is in this process alone, and gone with it. */
const keptMs = 24 * 3_600_000;
const mostKept = 10_000;

const shown = new Map<number, { token: string; until: number }>();

/** Remembers the token that was just made for a device, for a terminal that registers is answered with it. */
export function rememberToken(deviceId: number, token: string): void {
  shown.delete(deviceId);
  shown.set(deviceId, { token, until: Date.now() + keptMs });
  const [oldest] = shown.keys();
  if (shown.size > mostKept && oldest !== undefined) shown.delete(oldest);
}

/** The token last made for a device in this process; whether it is still good the database says. */
export function rememberedToken(deviceId: number): string | undefined {
  const kept = shown.get(deviceId);
  if (kept && kept.until > Date.now()) return kept.token;
  shown.delete(deviceId);
  return undefined;
}
