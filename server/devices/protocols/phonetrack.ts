import type { Decoded } from '../../tracks/fix.ts';
import { labelsOf } from './fields.ts';
import { decodeGpslogger } from './gpslogger.ts';
import { decodeOpengts } from './opengts.ts';
import { decodeFrom } from './osmand.ts';
import { decodeOverland } from './overland.ts';
import { decodeOwntracks } from './owntracks.ts';
import { decodePoints } from './phonetrack-points.ts';
import { type Answer, type DecodeContext, emptyAnswer, jsonAnswer, type LiveProtocol } from './protocol.ts';
import type { LiveRequest } from './request.ts';

/** What PhoneTrack's server answers on a path, and how a message there is read. */
type Route = { decode: (request: LiveRequest, context: DecodeContext) => Decoded; answer: Answer };

const done = jsonAnswer('{"done":1,"friends":[]}');

/** Its own routes, and the last word of `/log/…` for those of other clients. */
const routes: Readonly<Record<string, Route>> = {
  logGet: { decode: decodePoints, answer: done },
  logPost: { decode: decodePoints, answer: done },
  logPostMultiple: { decode: decodePoints, answer: done },
  osmand: { decode: (request) => decodeFrom(request, 'osmand'), answer: done },
  gpslogger: { decode: decodeGpslogger, answer: done },
  locusmap: { decode: decodePoints, answer: done },
  owntracks: { decode: decodeOwntracks, answer: jsonAnswer('[]') },
  ulogger: { decode: decodePoints, answer: jsonAnswer('{"error":false,"trackid":1}') },
  overland: { decode: decodeOverland, answer: jsonAnswer('{"result":"ok"}') },
  traccar: {
    decode: (request) => decodeFrom(request, 'traccar'),
    answer: jsonAnswer('{"status":"success"}'),
  },
  opengts: { decode: decodeOpengts, answer: emptyAnswer },
};

/**
 * PhoneTrack: the client's own path comes behind the token, with a token and a device's name of its own that are
 * labels here. Its Android client takes nothing but exactly this answer, and sends again for ever on any other.
 */
export const phonetrack: LiveProtocol = {
  name: 'phonetrack',
  decode: (request, context) => {
    const { route, device } = placeIn(request.path);
    const decoded = route.decode(request, context);
    return device ? { ...decoded, labels: { ...decoded.labels, ...labelsOf({ device }) } } : decoded;
  },
  answer: ({ path }) => placeIn(path).route.answer,
  refuse: () => jsonAnswer('{"done":0,"friends":[]}', 401),
};

const pathPattern = /(?:^|\/)(logGet|logPostMultiple|logPost|log\/(\w+))(?:\/[^/]*(?:\/([^/]*))?)?/i;
/** What the client calls itself until its user says a name. */
const placeholders = new Set(['yourname', 'devicename', 'name']);

/** Which route a path is of; a path that is none of them is read as the client's own. */
function placeIn(path: string): { route: Route; device: string | undefined } {
  const [, own = '', other, device = ''] = pathPattern.exec(path) ?? [];
  const name = (other ?? own).toLowerCase();
  const found = Object.entries(routes).find(([known]) => known.toLowerCase() === name);
  const named = decoded(device);
  return {
    route: found?.[1] ?? { decode: decodePoints, answer: done },
    device: placeholders.has(named) || named === '' ? undefined : named,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
