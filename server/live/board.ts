import { type LivePosition, precisionAt, rounded } from './position.ts';
import type { OnDuty } from './queries.ts';

/** A position as it is told, with the stations whose chiefs it is told to. */
export type Told = { position: LivePosition; personStationId: number | null; deviceStationId: number | null };

/** Who is where now, by device; those of whom nothing may be told are left out. Epoch ms. */
export function boardOf(onDuty: readonly OnDuty[], now: number): Map<number, Told> {
  const board = new Map<number, Told>();
  for (const { device, deviceName, deviceStationId, person, recorded } of onDuty) {
    const precisionMetres = recorded && precisionAt(now - recorded.at);
    if (!recorded || precisionMetres === null) continue;
    const position: LivePosition = {
      device,
      deviceName,
      person: person && { id: person.id, name: person.name },
      teams: person?.teams ?? [],
      at: new Date(recorded.at).toISOString(),
      ...rounded(recorded, precisionMetres),
      precisionMetres,
    };
    board.set(device, { position, personStationId: person?.stationId ?? null, deviceStationId });
  }
  return board;
}

/** What must be told to whoever was told `before`: positions that are new or changed, and devices that are gone. */
export function changesOf(
  before: ReadonlyMap<number, Told>,
  now: ReadonlyMap<number, Told>,
): { changed: Told[]; gone: number[] } {
  const changed = [...now.values()].filter((told) => !isSame(before.get(told.position.device), told));
  const gone = [...before.keys()].filter((device) => !now.has(device));
  return { changed, gone };
}

function isSame(before: Told | undefined, { position }: Told): boolean {
  return (
    before !== undefined &&
    before.position.at === position.at &&
    before.position.precisionMetres === position.precisionMetres &&
    before.position.person?.id === position.person?.id
  );
}
