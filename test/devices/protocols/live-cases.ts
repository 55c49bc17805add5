import { gpslogger } from '../../../server/devices/protocols/gpslogger.ts';
import { opengts } from '../../../server/devices/protocols/opengts.ts';
import { osmand } from '../../../server/devices/protocols/osmand.ts';
import { overland } from '../../../server/devices/protocols/overland.ts';
import { owntracks } from '../../../server/devices/protocols/owntracks.ts';
import {
  decodeOwntracksMqtt,
  mqttRequest,
  owntracksMqtt,
} from '../../../server/devices/protocols/owntracks-mqtt.ts';
import { phonetrack } from '../../../server/devices/protocols/phonetrack.ts';
import type { LiveProtocol } from '../../../server/devices/protocols/protocol.ts';
import type { LiveRequest } from '../../../server/devices/protocols/request.ts';
import type { Decoded } from '../../../server/tracks/fix.ts';
import { requestOf, type Vector, vectorsOf } from '../../support/vectors.ts';

/** After the times of all cases. */
export const receivedAt = Date.UTC(2026, 5, 1);

/** The files of cases that go over HTTP, and what speaks them. */
const protocols: Readonly<Record<string, LiveProtocol>> = {
  traccar_json: osmand,
  traccar_osmand_form: osmand,
  osmand_app: osmand,
  owntracks_http: owntracks,
  overland,
  phonetrack,
  gpslogger_customurl: gpslogger,
  opengts,
};

/** A case, and what it is for this product. */
export type LiveCase = {
  file: string;
  vector: Vector;
  /** Absent over MQTT. */
  protocol?: LiveProtocol;
  name: string;
  request: LiveRequest;
  decode: (request: LiveRequest) => Decoded;
};

/** Cases of several requests are told by what is stored in the end, over HTTP. */
export function liveCases(): LiveCase[] {
  const overHttp = Object.entries(protocols).flatMap(([file, protocol]) =>
    vectorsOf(file)
      .filter(({ input }) => input.requests === undefined)
      .map((vector) => httpCase(file, vector, protocol)),
  );
  return [...overHttp, ...vectorsOf('owntracks_mqtt').map(mqttCase)];
}

/** Some cases of other clients are at a path of PhoneTrack's server. */
function httpCase(file: string, vector: Vector, named: LiveProtocol): LiveCase {
  const protocol = vector.input.url?.includes('/phonetrack/') ? phonetrack : named;
  return {
    file,
    vector,
    protocol,
    name: protocol.name,
    request: requestOf(vector, receivedAt),
    decode: (request) => protocol.decode(request, { secret: vector.expect.key ?? null }),
  };
}

function mqttCase(vector: Vector): LiveCase {
  const { topic = '', payload = '' } = vector.input;
  return {
    file: 'owntracks_mqtt',
    vector,
    name: owntracksMqtt,
    request: mqttRequest(topic, Buffer.from(payload), receivedAt),
    decode: (request) => decodeOwntracksMqtt(request, { secret: vector.expect.key ?? null }),
  };
}

/** What the case's client takes for success, as far as the case says it. */
export function expectedAnswer({ vector }: LiveCase) {
  const { ack, disposition } = vector.expect;
  if (disposition === 'reject_auth') return { status: 401, body: '{"done":0,"friends":[]}' };
  // No peer asserts `[]` for Overland in its OwnTracks mode, which keeps what it holds until it reads its own answer.
  const isOverland = /^Basic [^\s:]*:/.test(vector.input.headers?.['Authorization'] ?? '');
  const body = isOverland ? '{"result":"ok"}' : (ack?.body_exact ?? /^\{.*?\}/.exec(ack?.body ?? '')?.[0]);
  return {
    status: 200,
    ...(body !== undefined && { body }),
    ...(ack?.content_type !== undefined && { contentType: ack.content_type }),
  };
}
