import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { decodeOverland, overland } from '../../../server/devices/protocols/overland.ts';
import { decodeOwntracks, owntracks } from '../../../server/devices/protocols/owntracks.ts';
import { decodeOwntracksMqtt, mqttRequest } from '../../../server/devices/protocols/owntracks-mqtt.ts';
import type { LiveRequest } from '../../../server/devices/protocols/request.ts';

const receivedAt = Date.UTC(2026, 5, 1);
const post = (message: unknown, headers: LiveRequest['headers'] = {}): LiveRequest => ({
  method: 'POST',
  path: '',
  query: '',
  headers,
  body: Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
  receivedAt,
});
const location = { _type: 'location', tid: 'a', lat: 49, lon: 120, tst: 1780000000 };
const plain = { secret: null };

function encrypted(message: unknown, secret: string) {
  const key = Buffer.alloc(32);
  key.write(secret);
  const nonce = nacl.randomBytes(24);
  const box = nacl.secretbox(Buffer.from(JSON.stringify(message)), nonce, key);
  return { _type: 'encrypted', data: Buffer.concat([nonce, box]).toString('base64') };
}

describe('OwnTracks', () => {
  it('opens what the device encrypts, in an array with what is plain', () => {
    const array = [encrypted(location, '安全巡逻'), { ...location, lat: 48 }, encrypted(location, 'other')];
    const { fixes, refused } = decodeOwntracks(post(array), { secret: '安全巡逻' });
    expect(fixes.map(({ lat }) => lat)).toEqual([49, 48]);
    expect(refused).toMatchObject([{ index: 2, reason: 'cannot-decrypt' }]);
    expect(decodeOwntracks(post(array), plain).refused.map(({ reason }) => reason)).toEqual([
      'no-secret',
      'no-secret',
    ]);
  });

  it('does not open a message within an encrypted message without end', () => {
    const twice = encrypted(encrypted(location, 's'), 's');
    expect(decodeOwntracks(post(twice), { secret: 's' }).refused).toEqual([
      { index: 0, reason: 'not-a-record' },
    ]);
  });

  it('takes numbers as text, and -1 for unknown', () => {
    const message = { ...location, lat: '49.5', tst: '1780000000', vel: '-1', cog: -1, acc: 0, batt: -1 };
    const { fixes, batteryPercent } = decodeOwntracks(post(message), plain);
    expect(fixes).toEqual([{ index: 0, lat: 49.5, lon: 120, recordedAt: 1780000000_000 }]);
    expect(batteryPercent).toBeUndefined();
  });

  it('keeps a type that nobody knows for later, and takes no body at all for nothing', () => {
    const unknown = decodeOwntracks(post({ ...location, _type: 'route' }), plain);
    expect(unknown).toMatchObject({ fixes: [], refused: [{ index: 0, reason: 'unknown-type' }] });
    expect(decodeOwntracks(post(''), plain)).toEqual({ fixes: [], refused: [] });
  });

  it('answers each of its two senders as that one needs it', () => {
    const fromOverland = { _type: 'location', topic: 'owntracks/a', lat: 49, lon: 120, tst: 801_619_200 };
    expect(owntracks.answer(post(location)).body).toBe('[]');
    expect(owntracks.answer(post(fromOverland)).body).toBe('{"result":"ok"}');
    expect(owntracks.answer(post(location, { authorization: 'unencoded' })).body).toBe('{"result":"ok"}');
    expect(overland.answer(post(location)).body).toBe('{"result":"ok"}');
  });

  it('counts from 2001 for Overland alone, and not once it counts right', () => {
    const wrong = { ...location, tst: 801_619_200 };
    const timeOf = ({ fixes }: { fixes: { recordedAt: number }[] }) => fixes[0]?.recordedAt;
    expect(timeOf(decodeOverland(post(wrong), plain))).toBe(Date.UTC(2026, 4, 28));
    expect(timeOf(decodeOverland(post(location), plain))).toBe(1780000000_000);
    expect(timeOf(decodeOwntracks(post(wrong), plain))).toBe(801_619_200_000);
  });

  it('names the device by its topic over MQTT, whatever the topic is', () => {
    for (const topic of ['owntracks/user/phone', '/owntracks/user/phone', 'owntracks/user/phone/event']) {
      const request = mqttRequest(topic, Buffer.from(JSON.stringify(location)), receivedAt);
      expect(decodeOwntracksMqtt(request, plain).labels).toEqual({ tid: 'a', topic: 'owntracks/user/phone' });
    }
    const odd = mqttRequest('owntracks/巡 逻?%/d', Buffer.from(JSON.stringify(location)), receivedAt);
    expect(decodeOwntracksMqtt(odd, plain).labels?.['topic']).toBe('owntracks/巡 逻?%/d');
  });
});
