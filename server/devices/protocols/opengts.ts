import type { Decoded } from '../../tracks/fix.ts';
import { collect, type Reading } from './collect.ts';
import { labelsOf, numberIn, textIn, unlessZero } from './fields.ts';
import { emptyAnswer, type LiveProtocol } from './protocol.ts';
import { type LiveRequest, rawRequest } from './request.ts';
import { parseRmc } from './rmc.ts';

/** GPSLogger's OpenGTS mode and others of that kind, which look at the status alone. */
export const opengts: LiveProtocol = { name: 'opengts', decode: decodeOpengts, answer: () => emptyAnswer };

/**
 * An RMC sentence as `gprmc` in query or body, `$ , *` raw, or alone behind account and device as over UDP. Without a
 * sentence it is no position. `alt` and `batt` are 0 where they are not known. (PROTOCOLS 4)
 */
export function decodeOpengts(request: LiveRequest): Decoded {
  return collect([{ read: () => read(request), alone: () => rawRequest(request) }]);
}

function read({ query, body }: LiveRequest): Reading {
  const text = Buffer.from(body).toString('utf8');
  const form = new URLSearchParams([query, text].filter((part) => part !== '').join('&'));
  const [, account, device, datagram] = /^([^/&=]+)\/([^/&=]+)\/(\$.*)$/s.exec(text.trim()) ?? [];
  const about = {
    batteryPercent: unlessZero(numberIn(form, 'batt')),
    labels: labelsOf({
      id: textIn(form, 'id', 'imei'),
      dev: textIn(form, 'dev') ?? device,
      acct: textIn(form, 'acct') ?? account,
    }),
  };
  const sentence = form.get('gprmc') ?? datagram;
  if (sentence === undefined) return about;
  const parsed = parseRmc(sentence);
  if (typeof parsed === 'string') return { ...about, fault: parsed };
  return { ...about, fix: { ...parsed, altitudeMetres: unlessZero(numberIn(form, 'alt', 'altitude')) } };
}
