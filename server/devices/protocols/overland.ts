import type { Decoded } from '../../tracks/fix.ts';
import { collect, degreesOf, nothing, type Reading, refuseAll } from './collect.ts';
import { type Fields, labelsOf, numberOf, parseJson, recordOf, textOf } from './fields.ts';
import { decodeOwntracksMode } from './owntracks.ts';
import { type DecodeContext, jsonAnswer, type LiveProtocol } from './protocol.ts';
import { type LiveRequest, rawRequest } from './request.ts';
import { parseClientTime } from './time.ts';

/**
 * Overland and GPSLogger's Dawarich mode. Overland keeps its batch unless it reads this very object; it shows its
 * user what an `error` says.
 */
export const overland: LiveProtocol = {
  name: 'overland',
  decode: decodeOverland,
  answer: () => jsonAnswer('{"result":"ok"}'),
  refuse: () =>
    jsonAnswer(
      '{"error":"Wrong token: ask your station for a new address. 令牌无效，请向派出所索取新地址。"}',
      401,
    ),
};

/**
 * A batch of features, or one OwnTracks message of Overland's other mode. `current` comes again in a later batch and
 * `trip` sums up: neither is read. (PROTOCOLS 5)
 */
export function decodeOverland(request: LiveRequest, context: DecodeContext): Decoded {
  const value = parseJson(request.body);
  if (value === undefined) return refuseAll('not-json');
  const batch = recordOf(value);
  if (!batch) return refuseAll('not-a-record');
  if ('_type' in batch) return decodeOwntracksMode(request, context);
  const locations = batch['locations'];
  const holdsMore = 'current' in batch || 'trip' in batch;
  if (Array.isArray(locations)) return decodeFeatures(locations, request, holdsMore);
  return holdsMore ? { ...nothing, holdsMore } : refuseAll('no-locations');
}

function decodeFeatures(locations: readonly unknown[], request: LiveRequest, holdsMore: boolean): Decoded {
  // Every record of a batch says the same of its sender.
  const last = locations.length - 1;
  return collect(
    locations.map((feature, index) => ({
      read: () => readFeature(feature, index === last),
      alone: () => rawRequest({ ...request, body: Buffer.from(JSON.stringify({ locations: [feature] })) }),
    })),
    { holdsMore },
  );
}

function readFeature(feature: unknown, isLabelled: boolean): Reading {
  const fields = recordOf(feature);
  if (!fields) return { fault: 'not-a-record' };
  const properties = recordOf(fields['properties']) ?? {};
  const level = numberOf(properties['battery_level']);
  const batteryPercent = level === undefined ? undefined : level * 100;
  const labels = isLabelled
    ? labelsOf({ device_id: properties['device_id'], unique_id: properties['unique_id'] })
    : undefined;
  if (isNoPosition(fields, properties)) return { batteryPercent, labels, holdsMore: true };
  const recordedAt = parseClientTime(textOf(properties['timestamp']));
  if (recordedAt === undefined) return { batteryPercent, labels, fault: 'no-time' };
  return { batteryPercent, labels, fix: fixOf(fields, properties, recordedAt) };
}

/** Log lines without geometry; visits, whose time is that of the report; sums of trips. */
function isNoPosition({ geometry }: Fields, { action, type }: Fields): boolean {
  return geometry === undefined || geometry === null || textOf(action) !== '' || type === 'trip';
}

function fixOf({ geometry }: Fields, properties: Fields, recordedAt: number): Reading['fix'] {
  const { type, coordinates } = recordOf(geometry) ?? {};
  const [lon, lat]: unknown[] = type === 'Point' && Array.isArray(coordinates) ? coordinates : [];
  return {
    lon: degreesOf(lon),
    lat: degreesOf(lat),
    recordedAt,
    accuracyMetres: numberOf(properties['horizontal_accuracy']),
    altitudeMetres: numberOf(properties['altitude']),
    courseDegrees: numberOf(properties['course']),
    speedMetresPerSecond: numberOf(properties['speed']),
  };
}
