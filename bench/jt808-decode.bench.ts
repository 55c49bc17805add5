import { frameSplitter } from '../server/devices/protocols/jt808/frames.ts';
import { parseMessage } from '../server/devices/protocols/jt808/header.ts';
import { type Reading, readPositions } from '../server/devices/protocols/jt808/positions.ts';
import { positionBody, terminalMessage } from '../test/support/terminal-messages.ts';
import { median, report } from './figure.ts';

const rounds = 7;
const frames = 200_000;
const chunkBytes = 64 * 1024;
const receivedAt = Date.now();

const stream = Buffer.concat(
  Array.from({ length: frames }, (_, number) =>
    terminalMessage({ number: String(13_800_000_000 + (number % 1000)) }, 0x0200, {
      serial: number,
      body: positionBody({
        at: receivedAt - (frames - number) * 1000,
        lon: 119 + number / frames,
        lat: 49 + number / frames,
        kilometresPerHour: number % 80,
        courseDegrees: number % 360,
        // What most terminals send along: mileage, signal, satellites.
        values: Buffer.from('010400000064030200003001193101092504000000002a020000', 'hex'),
      }),
    }),
  ),
);
const chunks: Buffer[] = [];
for (let at = 0; at < stream.length; at += chunkBytes) chunks.push(stream.subarray(at, at + chunkBytes));

const decoded: number[] = [];
const passed: number[] = [];
for (let round = -1; round <= rounds; round++) {
  const ours = measure(decode);
  const plain = measure(pass);
  if (round < 1) continue; // the compiler warms up
  decoded.push(ours);
  passed.push(plain);
}
console.log(`  ${(stream.length / frames).toFixed(1)} bytes a frame, in chunks of ${chunkBytes / 1024} kB`);
report({
  name: 'JT/T 808 positions (0x0200) decoded, from chunks of a stream to fixes, one core',
  value: median(decoded),
  unit: 'frames/s',
  baseline: median(passed),
  baselineOf:
    'one pass over the same bytes that finds the flags, unescapes in place and takes the XOR, nothing else',
});

function measure(work: () => number): number {
  const startedAt = performance.now();
  const done = work();
  if (done !== frames) throw new Error(`${done} frames of ${frames}.`);
  return frames / ((performance.now() - startedAt) / 1000);
}

function decode(): number {
  let fixes = 0;
  let reading: Reading = { fixes: [], refused: [], count: 0 };
  const splitter = frameSplitter({
    frame: (content, wire) => {
      const message = parseMessage(content, wire);
      if (message?.isChecksumRight) readPositions(message, receivedAt, reading);
    },
    tooLong: () => {},
  });
  for (const chunk of chunks) {
    splitter.push(chunk);
    fixes += reading.fixes.length;
    reading = { fixes: [], refused: [], count: 0 };
  }
  return fixes;
}

function pass(): number {
  const plain = Buffer.alloc(8192);
  let [length, xor, good, isEscaped] = [0, 0, 0, false];
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === 0x7e) {
        if (length > 0 && xor === 0) good++;
        length = 0;
        xor = 0;
      } else if (byte === 0x7d) {
        isEscaped = true;
      } else {
        const meant = isEscaped ? 0x7c + byte : byte;
        isEscaped = false;
        plain[length++] = meant;
        xor ^= meant;
      }
    }
  return good;
}
