import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { vectorsFolder, vectorsNote, withVectors } from '../../support/real-data.ts';
import { readTrack } from './read-track.ts';
import { fileOf, samples } from './samples.ts';

const sample = samples.find(({ format }) => format === 'fit');
if (!sample) throw new Error('There is no FIT sample.');
const file = fileOf(sample);
const vectorFile = (name: string) => readFileSync(join(vectorsFolder, 'files', name));

describe('fitReader', () => {
  it('reads the files of a chain one after another, with a break between them', async () => {
    const { fixes, ending } = await readTrack(Buffer.concat([file, file]), {}, 7);
    expect([fixes.length, ending]).toEqual([8, 'whole']);
    expect(fixes.flatMap(({ index, breakBefore }) => (breakBefore ? [index] : []))).toEqual([4]);
  });

  it('goes on behind a file of a chain that is broken within', async () => {
    const broken = Buffer.from(file);
    broken[14 + 15 + 2 * 13] = 0x0f; // the third record is of a type that nothing defines
    const { fixes, ending } = await readTrack(Buffer.concat([broken, file]));
    expect([fixes.length, ending]).toEqual([6, 'cut']);
  });

  it('says that a file is damaged whose checksum is wrong, and keeps its records', async () => {
    const damaged = Buffer.from(file);
    damaged.writeUInt16LE(0, damaged.length - 2);
    expect(await readTrack(damaged)).toMatchObject({ fixes: { length: 4 }, ending: 'cut' });
  });

  it('reads to the end where the header says no length: the recorder died', async () => {
    const open = Buffer.from(file.subarray(0, -2));
    open.writeUInt32LE(0, 4);
    expect(await readTrack(open)).toMatchObject({ fixes: { length: 4 }, ending: 'cut' });
  });

  it('refuses a header alone that is broken', async () => {
    await expect(readTrack(file.subarray(0, 12))).rejects.toMatchObject({ status: 415 });
    expect(await readTrack(file.subarray(0, 14))).toMatchObject({ fixes: [], ending: 'cut' });
  });

  it.skipIf(!withVectors)(
    `keeps the complete records of a real file cut anywhere${vectorsNote}`,
    async () => {
      const bytes = vectorFile('Activity.fit');
      const whole = (await readTrack(bytes)).fixes;
      let before = 0;
      for (let length = 14; length < bytes.length; length += 1) {
        const { fixes, ending } = await readTrack(bytes.subarray(0, length));
        expect([fixes, ending]).toEqual([whole.slice(0, fixes.length), 'cut']);
        expect(fixes.length - before === 0 || fixes.length - before === 1).toBe(true);
        before = fixes.length;
      }
      expect(before).toBe(whole.length);
    },
  );
});
