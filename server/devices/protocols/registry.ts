import type { Decoded, ReportedFix } from '../../tracks/fix.ts';
import { reportedProtocol } from '../../tracks/quarantine/quarantined.ts';
import { fileFormats, readAgain } from '../files/read-again.ts';
import { refuseAll } from './collect.ts';
import { gpslogger } from './gpslogger.ts';
import { decodeJt808Raw } from './jt808/raw.ts';
import { opengts } from './opengts.ts';
import { osmand } from './osmand.ts';
import { overland } from './overland.ts';
import { owntracks } from './owntracks.ts';
import { decodeOwntracksMqtt, owntracksMqtt } from './owntracks-mqtt.ts';
import { phonetrack } from './phonetrack.ts';
import type { DecodeContext } from './protocol.ts';
import { type LiveRequest, parseRawRequest } from './request.ts';

type Again = DecodeContext & {
  /** When the message arrived, epoch milliseconds. */
  receivedAt: number;
};
type RawDecoder = (raw: Uint8Array, context: Again) => Decoded;

/** By the name that receipts have. */
const decoders = new Map<string, RawDecoder>([
  ...[osmand, owntracks, overland, phonetrack, gpslogger, opengts].map(
    ({ name, decode }): [string, RawDecoder] => [name, ofRequest(decode)],
  ),
  [owntracksMqtt, ofRequest(decodeOwntracksMqtt)],
  ['jt808', decodeJt808Raw],
  [reportedProtocol, decodeReported],
  ...fileFormats.map((format): [string, RawDecoder] => [format, (raw) => readAgain(format, raw)]),
]);

/** A position that was decoded, and could not be admitted: what it was decoded to. */
function decodeReported(raw: Uint8Array): Decoded {
  const fix: ReportedFix = JSON.parse(Buffer.from(raw).toString('utf8'));
  return { fixes: [{ ...fix, index: 0 }], refused: [] };
}

/** Decodes a message again from the bytes that were stored of it, as if it had arrived when it did. Never throws. */
export function decodeAgain(protocol: string, raw: Uint8Array, context: Again): Decoded {
  const decode = decoders.get(protocol);
  if (!decode) return refuseAll('unknown-protocol');
  return decodeOrRefuse(() => decode(raw, context));
}

/** A decoder that fails must not lose what it failed on: the whole message is refused, and decoded again later. */
export function decodeOrRefuse(
  decode: () => Decoded,
  onFailure: (error: unknown) => void = () => {},
): Decoded {
  try {
    return decode();
  } catch (error) {
    onFailure(error);
    return refuseAll('decoder-failed');
  }
}

function ofRequest(decode: (request: LiveRequest, context: DecodeContext) => Decoded): RawDecoder {
  return (raw, context) => {
    const request = parseRawRequest(raw, context.receivedAt);
    return request ? decode(request, context) : refuseAll('not-a-request');
  };
}
