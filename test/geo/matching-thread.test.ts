import { expect, onTestFinished, test } from 'vitest';
import { EdgeMatcher, matchEdges } from '../../server/geo/matched-edges.ts';
import { MatchingThread } from '../../server/geo/thread/matching-thread.ts';
import { type FlatPolygon, sharedRoom } from '../../server/geo/wkb.ts';

/** Squares side by side, every third of them with a hole, in memory of their own or shared. */
function outlinesOf(count: number, room = sharedRoom()): FlatPolygon[][] {
  const square = (west: number, south: number, size: number) => {
    const ring = room(10);
    const [east, north] = [west + size, south + size];
    ring.set([west, south, east, south, east, north, west, north, west, south]);
    return ring;
  };
  return Array.from({ length: count }, (_, index) => {
    const shell = square(118 + (index % 7) * 0.25, 48 + Math.floor(index / 7) * 0.25, 0.25);
    const hole = square(118 + (index % 7) * 0.25 + 0.125, 48 + Math.floor(index / 7) * 0.25 + 0.125, 0.0625);
    return [index % 3 === 0 ? [shell, hole] : [shell]];
  });
}

test('a thread that gets outlines by and by matches the same edges as are matched of all at once', async () => {
  const outlines = outlinesOf(60);
  const thread = new MatchingThread(10);
  onTestFinished(() => thread.stop());
  for (const [from, to] of [
    [0, 1],
    [1, 1],
    [1, 40],
    [40, 60],
  ])
    thread.add(outlines.slice(from, to));
  expect(await thread.matched()).toEqual(matchEdges(outlines));
});

test('a thread that got nothing matches nothing', async () => {
  const thread = new MatchingThread(100_000);
  onTestFinished(() => thread.stop());
  expect(await thread.matched()).toEqual(matchEdges([]));
});

test('a thread that was used before knows nothing of what it matched then', async () => {
  for (const outlines of [outlinesOf(20), outlinesOf(7), []]) {
    const thread = new MatchingThread(outlines.length);
    if (outlines.length > 0) thread.add(outlines);
    expect(await thread.matched()).toEqual(matchEdges(outlines));
    await thread.stop();
  }
});

test('a thread that is stopped before it answers is not used again', async () => {
  const stopped = new MatchingThread(20);
  stopped.add(outlinesOf(20));
  await stopped.stop();
  const outlines = outlinesOf(3);
  const thread = new MatchingThread(3);
  onTestFinished(() => thread.stop());
  thread.add(outlines);
  expect(await thread.matched()).toEqual(matchEdges(outlines));
});

test('a thread that has failed is stopped without harm before it could say so', async () => {
  const uncaught: Error[] = [];
  const note = (error: Error) => uncaught.push(error);
  process.on('uncaughtExceptionMonitor', note);
  onTestFinished(() => {
    process.off('uncaughtExceptionMonitor', note);
  });
  // Started before, it fails at once.
  const before = new MatchingThread(0);
  await before.matched();
  await before.stop();
  const moreThanThereIsRoomFor = 2 ** 40;
  const thread = new MatchingThread(moreThanThereIsRoomFor);
  thread.add(outlinesOf(1));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  await thread.stop();
  await expect(thread.matched()).rejects.toThrow('Invalid typed array length');
  expect(uncaught).toEqual([]);
});

test('tables that are too small grow, and the edges stay the same', () => {
  const outlines = outlinesOf(2_000, (length) => new Float64Array(length));
  const matcher = new EdgeMatcher(1);
  outlines.forEach(([polygon = []], outline) => {
    polygon.forEach((ring, index) => {
      matcher.addRing(ring, 0, ring.length, { isShell: index === 0, outline });
    });
  });
  expect(matcher.matched()).toEqual(matchEdges(outlines));
});
