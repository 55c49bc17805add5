import { expect, test } from 'vitest';
import { seededRandom } from '../../../server/demo/random.ts';
import { decodeAgain } from '../../../server/devices/protocols/registry.ts';
import { collectGarbage } from '../../../server/memory.ts';
import { batchBody, terminalMessage } from '../../support/terminal-messages.ts';

const receivedAt = Date.UTC(2026, 10, 22);

/** A message of each protocol, as it is stored. */
const messages: [protocol: string, raw: Buffer][] = [
  ['osmand', Buffer.from('POST ?id=1&lat=49.2&lon=119.7&timestamp=1795305600&speed=2.7&batt=57\r\n\r\n')],
  [
    'osmand',
    Buffer.from(
      'POST ?\r\ncontent-type: application/json\r\n\r\n[{"location":{"coords":{"latitude":49.2}}}]',
    ),
  ],
  ['owntracks', Buffer.from('POST ?\r\n\r\n[{"_type":"location","lat":49.2,"lon":119.7,"tst":1795305600}]')],
  [
    'overland',
    Buffer.from('POST ?\r\n\r\n{"locations":[{"type":"Feature","geometry":{"coordinates":[119.7,49.2]}}]}'),
  ],
  ['phonetrack', Buffer.from('GET /logGet/a/b?lat=49.2&lon=119.7&timestamp=1795305600\r\n\r\n')],
  ['gpslogger', Buffer.from('GET ?lat=49.2&lon=119.7&time=2026-11-22T00:00:00Z\r\n\r\n')],
  ['opengts', Buffer.from('GET ?gprmc=$GPRMC,082202,A,5006.747,N,1416.512,E,0.0,0.0,221126,,*0A\r\n\r\n')],
  [
    'jt808',
    terminalMessage({ number: '13800138001' }, 0x0704, {
      serial: 1,
      body: batchBody(
        [1, 2, 3].map((minute) => ({ at: receivedAt - minute * 60_000, lon: 119.7, lat: 49.2 })),
      ),
    }),
  ],
];

test('memory stays flat however much is decoded that is cut or has bits turned', () => {
  const random = seededRandom(7);
  const decodeDamaged = (rounds: number) => {
    for (let round = 0; round < rounds; round++)
      for (const [protocol, raw] of messages)
        decodeAgain(protocol, damaged(raw, random), { receivedAt, secret: 'secret' });
  };
  decodeDamaged(200);
  const before = heldBytes();
  decodeDamaged(1_000);
  expect(heldBytes() - before).toBeLessThan(500_000);
});

/** Cut, or with up to four bits turned; no two are the same. */
function damaged(raw: Buffer, random: ReturnType<typeof seededRandom>): Buffer {
  const bytes = Buffer.from(raw);
  for (let turned = 0; turned < 4; turned++) {
    const at = Math.floor(random.between(0, bytes.length));
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random.between(0, 8)));
  }
  return random.chance(0.5) ? bytes : bytes.subarray(0, Math.floor(random.between(0, bytes.length)));
}

function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
