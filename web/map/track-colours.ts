import { hueAt, mostHues, otherColour } from '../desk/colours.ts';
import type { TracksMode } from '../state/view.ts';
import type { LineTrack, TrackLines } from '../types.ts';

/** What a colour of tracks stands for, and how many tracks have it; `id` null for what has no name of its own. */
export type ColourKey = { id: string | null; name: string | null; colour: string; tracks: number };

export const movementColours = { standing: '#8a6100', foot: '#00795a', vehicle: '#0072b2' } as const;

type Group = { id: string | null; name: string | null };

/** Whose a track is: a stranger's is nobody's by name, and one of several teams is the first one's. */
function groupOf({ person, deviceId, deviceName, teams }: LineTrack, mode: TracksMode): Group {
  if (mode === 'team') {
    const [team] = teams;
    return team ? { id: `${team.id}`, name: team.name } : { id: null, name: null };
  }
  if (person) return { id: `${person.id}`, name: person.name };
  return deviceId === null ? { id: null, name: null } : { id: `device ${deviceId}`, name: deviceName };
}

/** Colours lines by whose they are, those with most tracks first; beyond the colours there are, all are others. */
export function colouredLines(lines: TrackLines, mode: TracksMode): { lines: TrackLines; key: ColourKey[] } {
  if (mode === 'movement') return { lines: byMovement(lines), key: [] };
  const counts = new Map<string | null, Group & { tracks: number }>();
  for (const track of lines.tracks) {
    const group = groupOf(track, mode);
    counts.set(group.id, { ...group, tracks: (counts.get(group.id)?.tracks ?? 0) + 1 });
  }
  const named = [...counts.values()].filter(({ id }) => id !== null).sort((a, b) => b.tracks - a.tracks);
  const key: ColourKey[] = named
    .slice(0, mostHues)
    .map((group, index) => ({ ...group, colour: hueAt(index) }));
  const colourOf = new Map(key.map(({ id, colour }) => [id, colour]));
  const colours = new Map(
    lines.tracks.map((track) => [track.id, colourOf.get(groupOf(track, mode).id) ?? otherColour]),
  );
  const others = lines.tracks.length - key.reduce((sum, { tracks }) => sum + tracks, 0);
  if (others > 0) key.push({ id: null, name: null, colour: otherColour, tracks: others });
  return { lines: coloured(lines, ({ track }) => colours.get(track)), key };
}

type Properties = TrackLines['features'][number]['properties'];

function byMovement(lines: TrackLines): TrackLines {
  return coloured(lines, ({ movement }) => movement && movementColours[movement]);
}

function coloured(lines: TrackLines, colourOf: (properties: Properties) => string | undefined): TrackLines {
  const features = lines.features.map((feature) => {
    const colour = feature.properties.kind === 'leg' ? colourOf(feature.properties) : undefined;
    return colour ? { ...feature, properties: { ...feature.properties, colour } } : feature;
  });
  return { ...lines, features };
}
