import { hueAt, mostHues, otherColour } from '../desk/colours.ts';
import type { TracksMode } from '../state/view.ts';
import type { LineTrack, TrackLines } from '../types.ts';

/** What has no name of its own: tracks of another station, of whoever is in no team, and of more than there are colours for. */
type Nameless = 'stranger' | 'noTeam' | 'others';

/** What a colour of tracks stands for, and how many tracks have it. */
export type ColourKey = { name: string | null; colour: string; tracks: number } & (
  | { id: Nameless; name: null }
  | { id: string; name: string }
);

export const movementColours = { standing: '#8a6100', foot: '#00795a', vehicle: '#0072b2' } as const;

type Group = { id: Nameless; name: null } | { id: string; name: string };

/** Whose a track is: a stranger's is nobody's by name, and one of several teams is the first one's. */
function groupOf({ person, deviceId, deviceName, teams }: LineTrack, mode: TracksMode): Group {
  if (deviceId === null) return { id: 'stranger', name: null };
  if (mode === 'team') {
    const [team] = teams;
    return team ? { id: `team ${team.id}`, name: team.name } : { id: 'noTeam', name: null };
  }
  if (person) return { id: `person ${person.id}`, name: person.name };
  return { id: `device ${deviceId}`, name: deviceName ?? '' };
}

const namelessInOrder: readonly Nameless[] = ['others', 'noTeam', 'stranger'];

/** Colours lines by whose they are, those with most tracks first; beyond the colours there are, all are others. */
export function colouredLines(lines: TrackLines, mode: TracksMode): { lines: TrackLines; key: ColourKey[] } {
  if (mode === 'movement') return { lines: byMovement(lines), key: [] };
  const counts = new Map<string, Group & { tracks: number }>();
  for (const track of lines.tracks) {
    const group = groupOf(track, mode);
    counts.set(group.id, { ...group, tracks: (counts.get(group.id)?.tracks ?? 0) + 1 });
  }
  const named = [...counts.values()].filter(({ name }) => name !== null).sort((a, b) => b.tracks - a.tracks);
  const others = named.slice(mostHues).reduce((sum, { tracks }) => sum + tracks, 0);
  const ofNameless = (id: Nameless) => (id === 'others' ? others : (counts.get(id)?.tracks ?? 0));
  const key: ColourKey[] = [
    ...named.slice(0, mostHues).map((group, index) => ({ ...group, colour: hueAt(index) })),
    ...namelessInOrder
      .map((id) => ({ id, name: null, colour: otherColour, tracks: ofNameless(id) }))
      .filter(({ tracks }) => tracks > 0),
  ];
  const colourOf = new Map(key.map(({ id, colour }) => [id, colour]));
  const colours = new Map(
    lines.tracks.map((track) => [track.id, colourOf.get(groupOf(track, mode).id) ?? otherColour]),
  );
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
