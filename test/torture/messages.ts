import type { Member } from './fleet.ts';
import type { KnownFix } from './walk.ts';

/** A request of a client that speaks HTTP, and what it takes for an acknowledgement. */
export type HttpMessage = {
  method: 'GET' | 'POST';
  path: string;
  type?: string;
  body?: string;
  /** Whether an answer of status 200 with this body is one. */
  isAcknowledged: (body: string) => boolean;
};

const seconds = (ms: number) => Math.round(ms / 1000);
const degrees = (millionths: number) => (millionths / 1e6).toFixed(6);

/** How many fixes a client puts into one message. */
export const batchSizes = { osmand: 1, overland: 20, owntracks: 1, jt808: 10 } as const;

/** The fixes as the member's client sends them. */
export function httpMessage(member: Member, fixes: readonly KnownFix[]): HttpMessage {
  if (member.protocol === 'overland') return overland(member, fixes);
  return member.protocol === 'owntracks' ? ownTracks(member, fixes) : traccarClient(member, fixes);
}

/** The three generations of Traccar Client in turn: query, JSON, form. */
function traccarClient({ token, deviceId }: Member, [fix]: readonly KnownFix[]): HttpMessage {
  if (!fix) throw new Error('Traccar Client sends one fix at a time.');
  const { sentAt, lonE6, latE6, accuracyMetres } = fix;
  const path = `/ingest/osmand/${token}`;
  const isAcknowledged = (body: string) => body === '';
  const fields = new URLSearchParams({
    id: String(deviceId),
    timestamp: String(seconds(sentAt)),
    lat: degrees(latE6),
    lon: degrees(lonE6),
    accuracy: String(accuracyMetres),
  }).toString();
  if (deviceId % 3 === 0) return { method: 'POST', path: `${path}?${fields}`, isAcknowledged };
  if (deviceId % 3 === 1)
    return { method: 'POST', path, type: 'application/x-www-form-urlencoded', body: fields, isAcknowledged };
  const coords = { latitude: latE6 / 1e6, longitude: lonE6 / 1e6, accuracy: accuracyMetres };
  const location = { timestamp: new Date(sentAt).toISOString(), coords };
  const body = JSON.stringify({ location, device_id: String(deviceId) });
  return { method: 'POST', path, type: 'application/json', body, isAcknowledged };
}

function overland({ token }: Member, fixes: readonly KnownFix[]): HttpMessage {
  const locations = fixes.map(({ sentAt, lonE6, latE6, accuracyMetres }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lonE6 / 1e6, latE6 / 1e6] },
    properties: {
      timestamp: new Date(sentAt).toISOString().replace('.000Z', 'Z'),
      horizontal_accuracy: accuracyMetres,
      speed: -1,
      altitude: 640,
    },
  }));
  return {
    method: 'POST',
    path: `/ingest/overland/${token}`,
    type: 'application/json',
    body: JSON.stringify({ locations }),
    isAcknowledged: (body) => body === '{"result":"ok"}',
  };
}

function ownTracks({ token }: Member, fixes: readonly KnownFix[]): HttpMessage {
  const [first, ...more] = fixes.map(({ sentAt, lonE6, latE6, accuracyMetres }) => ({
    _type: 'location',
    tst: seconds(sentAt),
    lat: latE6 / 1e6,
    lon: lonE6 / 1e6,
    acc: accuracyMetres,
    tid: 'tt',
  }));
  return {
    method: 'POST',
    path: `/ingest/owntracks/${token}`,
    type: 'application/json; charset=utf-8',
    body: JSON.stringify(more.length === 0 ? first : [first, ...more]),
    isAcknowledged: (body) => body === '[]',
  };
}
