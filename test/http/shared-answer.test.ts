import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packJson, sharedWork } from '../../server/http/shared-answer.ts';

/** Work that ends when it is told to, and counts how often it was begun. */
function controlled() {
  const ends: ((value: number) => void)[] = [];
  const work = () => new Promise<number>((resolve) => ends.push(resolve));
  return { work, begun: () => ends.length, end: (turn: number) => ends[turn]?.(turn) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a hundred who ask while somebody is answered share one answer that begins after they asked', async () => {
  const share = sharedWork<number>();
  const { work, begun, end } = controlled();
  const first = share('a', work);
  const others = Array.from({ length: 100 }, () => share('a', work));
  expect(begun()).toBe(1);
  end(0);
  expect(await first).toBe(0);
  await settled();
  expect(begun()).toBe(2);
  const late = share('a', work);
  end(1);
  expect(new Set(await Promise.all(others))).toEqual(new Set([1]));
  await settled();
  expect(begun()).toBe(3);
  end(2);
  expect(await late).toBe(2);
  await settled();
  const afterwards = share('a', work);
  expect(begun()).toBe(4);
  end(3);
  expect(await afterwards).toBe(3);
});

test('another question does not wait, and a failure is told to those who asked and to nobody else', async () => {
  const share = sharedWork<number>();
  const failing = share('a', async () => {
    await settled();
    throw new Error('no');
  });
  const next = share('a', async () => 2);
  expect(await share('b', async () => 3)).toBe(3);
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe(2);
});

test('packed JSON is the same either way', async () => {
  const parts = ['{"网格":[1', ',null', ']}'].map((part) => Buffer.from(part));
  const [plain, gzipped] = [await packJson(parts, false), await packJson(parts, true)];
  expect(gunzipSync(gzipped.body)).toEqual(plain.body);
  expect(JSON.parse(plain.body.toString())).toEqual({ 网格: [1, null] });
});
