import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { openTrack } from '../../../server/devices/files/open-track.ts';

it('refuses with 413 what turns out longer than the limit, though nobody said how long it is', async () => {
  const sent = (bytes: number) => Readable.from([Buffer.from('<gpx>'), Buffer.alloc(bytes - 5, 0x20)]);
  const hints = { mapping: {}, zone: 'UTC', fileName: null, contentType: '' };
  const read = async (bytes: number) => {
    let length = 0;
    for await (const piece of (await openTrack(sent(bytes), hints, 10_000)).pieces) length += piece.length;
    return length;
  };
  expect(await read(10_000)).toBe(10_000);
  await expect(read(10_001)).rejects.toMatchObject({ status: 413, slug: 'file-too-large' });
});
