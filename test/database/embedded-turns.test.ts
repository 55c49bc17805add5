import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Seat, Turns } from '../../server/database/embedded-turns.ts';

/** An engine whose transaction is open between `begin` and `end`. */
function engine() {
  const ran: string[] = [];
  let isOpen = false;
  const turns = new Turns(
    () => isOpen,
    (error) => ran.push(`broken: ${error}`),
  );
  const work = (name: string) => async () => {
    await sleep(1);
    if (name.endsWith('begin')) isOpen = true;
    if (name.endsWith('end')) isOpen = false;
    ran.push(name);
  };
  const settled = async (count: number) => {
    while (ran.length < count) await sleep(1);
    await sleep(5);
    return ran;
  };
  return { turns, work, settled };
}

const seat = (): Seat => ({ waiting: [] });

test('runs what connections ask in the order in which they ask', async () => {
  const { turns, work, settled } = engine();
  const [a, b] = [seat(), seat()];
  for (const [who, name] of [
    [a, 'a1'],
    [b, 'b1'],
    [a, 'a2'],
  ] as const)
    turns.take(who, work(name));
  expect(await settled(3)).toEqual(['a1', 'b1', 'a2']);
});

test('lets nobody into an open transaction', async () => {
  const { turns, work, settled } = engine();
  const [a, b] = [seat(), seat()];
  turns.take(a, work('a begin'));
  turns.take(b, work('b1'));
  await settled(1);
  turns.take(a, work('a1'));
  turns.take(a, work('a end'));
  expect(await settled(4)).toEqual(['a begin', 'a1', 'a end', 'b1']);
});

test('ends the transaction of a connection that leaves, and forgets what it still wanted', async () => {
  const { turns, work, settled } = engine();
  const [a, b] = [seat(), seat()];
  turns.take(a, work('a begin'));
  turns.take(b, work('b1'));
  turns.take(a, work('a1'));
  turns.leave(a, work('rollback, end'));
  expect(await settled(3)).toEqual(['a begin', 'rollback, end', 'b1']);
});

test('leaves the transaction of another alone when a connection leaves', async () => {
  const { turns, work, settled } = engine();
  const [a, b] = [seat(), seat()];
  turns.take(a, work('a begin'));
  await settled(1);
  turns.leave(b, work('rollback'));
  turns.take(a, work('a end'));
  expect(await settled(2)).toEqual(['a begin', 'a end']);
});

test('goes on after work that failed', async () => {
  const { turns, work, settled } = engine();
  turns.take(seat(), () => Promise.reject(new Error('no')));
  turns.take(seat(), work('next'));
  expect(await settled(2)).toEqual(['broken: Error: no', 'next']);
});

test('starts nothing once it is stopped, also for connections that close then', async () => {
  const { turns, work, settled } = engine();
  const [a, b] = [seat(), seat()];
  turns.take(a, work('a1'));
  turns.take(b, work('b1'));
  await turns.stop();
  turns.leave(a, work('rollback'));
  turns.take(b, work('b2'));
  expect(await settled(1)).toEqual(['a1']);
});
