import type { Decoded } from '../../tracks/fix.ts';
import { collect, type Reading, refuseAll } from './collect.ts';
import { labelsOf, looksLikeJson, parseJson, recordOf } from './fields.ts';
import { decodeOwntracks, mqttMethod, topicOf } from './owntracks.ts';
import type { DecodeContext } from './protocol.ts';
import { type LiveRequest, rawRequest } from './request.ts';
import { kilometrePerHour } from './units.ts';

/** As receipts and quarantine name it. */
export const owntracksMqtt = 'owntracks-mqtt';

const legacyCsv =
  /^(?<tid>[^,]+),(?<seconds>[0-9a-f]{1,8}),(?<trigger>[^,]*),(?<lat>-?\d+),(?<lon>-?\d+),(?<course>\d+),(?<speed>\d+),(?<altitude>-?\d+),\d+,\d+$/i;

/** A message as the broker hands it over, in the form in which requests are kept. */
export function mqttRequest(topic: string, payload: Uint8Array, receivedAt: number): LiveRequest {
  return {
    method: mqttMethod,
    path: topic.split('/').map(encodeURIComponent).join('/'),
    query: '',
    headers: {},
    body: payload,
    receivedAt,
  };
}

/** What a message over MQTT holds: JSON as over HTTP, or the comma-separated form of old trackers. (PROTOCOLS 3) */
export function decodeOwntracksMqtt(request: LiveRequest, context: DecodeContext): Decoded {
  if (request.body.length === 0 || looksLikeJson(request.body)) return decodeOwntracks(request, context);
  const match = legacyCsv.exec(Buffer.from(request.body).toString('utf8').trim());
  if (!match?.groups) return refuseAll('not-json');
  const reading = readCsv(match.groups, topicOf(request));
  return collect([{ read: () => reading, alone: () => rawRequest(request) }]);
}

function readCsv(fields: Readonly<Record<string, string | undefined>>, topic: string): Reading {
  const { tid = '', seconds = '', lat, lon, course, speed, altitude } = fields;
  return {
    labels: labelsOf({ tid, topic }),
    fix: {
      recordedAt: Number.parseInt(seconds, 16) * 1000,
      lat: Number(lat) / 1e6,
      lon: Number(lon) / 1e6,
      courseDegrees: Number(course) * 10,
      speedMetresPerSecond: Number(speed) * kilometrePerHour,
      altitudeMetres: Number(altitude) * 10,
    },
  };
}

/** What the broker says when a device is gone: no sign of life. */
export function isLastWill(payload: Uint8Array): boolean {
  return payload.length < 1_000 && recordOf(parseJson(payload))?.['_type'] === 'lwt';
}
