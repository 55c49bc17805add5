import { parseNumber } from '../protocols/number.ts';
import { parseIsoTime } from '../protocols/time.ts';
import {
  itemOf,
  type Placed,
  placedAt,
  refusalOf,
  type TrackItem,
  type TrackReader,
} from './track-reader.ts';
import { xmlReader } from './xml-reader.ts';

const fieldNames = new Set(['Time', 'LatitudeDegrees', 'LongitudeDegrees', 'AltitudeMeters', 'Speed']);

/**
 * Reads Garmin's Training Center XML v2: the track points of activities. One without a position was recorded indoors
 * and is no fix. A course is a plan with planned times: its points are refused, lest it passes for a patrol. A second
 * track within a lap begins with a break; a lap alone is no pause. (PROTOCOLS 8)
 */
export function tcxReader(): TrackReader<string> {
  let items: TrackItem[] = [];
  let fields: Map<string, string> | undefined;
  let index = 0;
  let breaks = false;
  let hasPoints = false;
  let tracksOfLap = 0;

  const handOn = (
    point: ReadonlyMap<string, string>,
    isPlanned: boolean,
    alone: () => string | undefined,
  ) => {
    if (!point.has('LatitudeDegrees') && !point.has('LongitudeDegrees')) return;
    const read = isPlanned ? 'planned-course' : fixOf(point);
    // A plan is understood: it is refused, and not kept.
    const recordedAt = () => parseIsoTime(point.get('Time') ?? '');
    const about = isPlanned ? undefined : { alone, recordedAt };
    if (typeof read === 'string') items.push(refusalOf(index, read, about));
    else {
      items.push(itemOf(index, breaks ? { ...read, breakBefore: true } : read));
      breaks = false;
      hasPoints = true;
    }
    index++;
  };
  return xmlReader({
    root: 'TrainingCenterDatabase',
    records: new Set(['Trackpoint']),
    mostCharactersBetweenTags: 1_000_000,
    open: (name) => {
      if (name === 'Activity') breaks = hasPoints;
      if (name === 'Lap') tracksOfLap = 0;
      if (name === 'Track' && ++tracksOfLap > 1) breaks = hasPoints;
      if (name === 'Trackpoint') fields = new Map();
    },
    close: (name, text, path, alone) => {
      if (!fields) return;
      if (name === 'Trackpoint') {
        handOn(fields, path.includes('Course'), alone);
        fields = undefined;
      } else if (fieldNames.has(name)) fields.set(name, text);
    },
    take: () => {
      const taken = items;
      items = [];
      return taken;
    },
  });
}

function fixOf(fields: ReadonlyMap<string, string>): Placed | string {
  const placed = placedAt(fields.get('LatitudeDegrees'), fields.get('LongitudeDegrees'), fields.get('Time'));
  if (typeof placed === 'string') return placed;
  return {
    ...placed,
    altitudeMetres: parseNumber(fields.get('AltitudeMeters')),
    speedMetresPerSecond: parseNumber(fields.get('Speed')),
  };
}
