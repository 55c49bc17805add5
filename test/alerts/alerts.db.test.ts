import { expect, test } from 'vitest';
import { lookForAlerts } from '../../server/alerts/look.ts';
import { readConfig } from '../../server/config.ts';
import { coveredVillage, january, signedIn } from '../coverage/village.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const deps = { db, config: readConfig({ LOG_LEVEL: 'silent' }) };
const minuteMs = 60_000;

/** Accounts are made before what they are told of; nobody has quiet hours unless a test gives them. */
async function watchedVillage() {
  const village = await coveredVillage(db);
  const station = await makeArea(db, { kind: 'station', name: '东站', box: [118, 47, 121, 50] });
  const other = await makeArea(db, { kind: 'station', name: '西站', box: [100, 47, 101, 50] });
  const [chief, viewer, stranger] = [
    await signedIn(db, 'chief', station),
    await signedIn(db, 'viewer'),
    await signedIn(db, 'chief', other),
  ];
  for (const client of [chief, viewer, stranger]) await client.put('/api/alerts/settings', { quiet: null });
  let now = Date.now() + minuteMs;
  const look = async () => {
    await lookForAlerts(deps, now);
    now += 30 * minuteMs;
  };
  const leave = async () => {
    await db('assignments').where({ cell_id: village.first }).delete();
    await db('revisions').where({ name: 'staff' }).increment('revision', 1);
  };
  return {
    ...village,
    station,
    chief,
    viewer,
    stranger,
    look,
    leave,
  };
}

/** The time of day so many hours from now, as it is entered. */
const local = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000).toLocaleTimeString('en-GB', {
    ...{ timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' },
  });

// biome-ignore lint/suspicious/noExplicitAny: the fields picked are compared.
const pick = (alerts: any[]) => alerts.map(({ event, kind, count, closed }) => [event, kind, count, closed]);

test('a gap that opens is told once to those whose area it is in, and its end is noted on the alert', async () => {
  const { first, officer, chief, viewer, stranger, look, leave } = await watchedVillage();
  await look();
  expect((await chief.get('/api/alerts')).body).toMatchObject({ alerts: [], unread: 0 });
  await leave();
  await look();
  await look();
  const opened = [
    ['opened', 'no-officer', 1, 0],
    ['opened', 'unassigned-land', 1, 0],
  ];
  const { body } = await chief.get('/api/alerts');
  expect(pick(body.alerts).sort()).toEqual(opened);
  expect(body.unread).toBe(2);
  expect(body.alerts[0]).toMatchObject({
    ...{ station: { name: '东站' }, isRead: false, closedAt: null },
    places: [{ cell: first, label: 'A1', closedAt: null }],
  });
  expect(pick((await viewer.get('/api/alerts')).body.alerts).sort()).toEqual(opened);
  expect((await stranger.get('/api/alerts')).body).toMatchObject({ alerts: [], unread: 0 });
  await makeAssignment(db, { personId: officer, cellId: first, from: january });
  await look();
  const closed = (await chief.get('/api/alerts')).body.alerts;
  expect(pick(closed).sort()).toEqual(opened.map(([event, kind, count]) => [event, kind, count, 1]));
  expect(closed.every(({ closedAt }: { closedAt: string | null }) => closedAt !== null)).toBe(true);
});

test('what was read stays read, one by one or up to an alert', async () => {
  const { chief, viewer, look, leave } = await watchedVillage();
  await leave();
  await look();
  const { alerts } = (await chief.get('/api/alerts')).body;
  expect((await chief.post('/api/alerts/read', { ids: [alerts[1].id] })).body.unread).toBe(1);
  expect((await chief.get('/api/alerts?state=unread')).body.alerts).toHaveLength(1);
  expect((await chief.post('/api/alerts/read', { upTo: alerts[0].id })).body.unread).toBe(0);
  expect((await chief.get('/api/alerts?limit=1')).body.next).not.toBeNull();
  // What is still to come is not read beforehand.
  expect((await chief.post('/api/alerts/read', { upTo: Number.MAX_SAFE_INTEGER })).status).toBe(200);
  expect(await db('alert_settings').pluck('read_up_to')).toContain(alerts[0].id);
  expect((await viewer.get('/api/alerts/counts')).body.unread).toBe(2);
});

test('of several servers that look at once, also with a watch left by one that died, each gap is told once', async () => {
  const { chief, leave } = await watchedVillage();
  await leave();
  const now = Date.now() + minuteMs;
  await Promise.all([lookForAlerts(deps, now), lookForAlerts(deps, now), lookForAlerts(deps, now)]);
  expect((await chief.get('/api/alerts')).body.alerts).toHaveLength(2);
  await db('alert_watch').update({
    holder: 'dead',
    held_until: new Date(now + 5 * minuteMs),
    next_at: new Date(0),
  });
  await lookForAlerts(deps, now + 2 * minuteMs);
  expect((await db('alert_watch').first('holder')).holder).toBe('dead');
  await lookForAlerts(deps, now + 10 * minuteMs);
  expect((await chief.get('/api/alerts')).body.alerts).toHaveLength(2);
});

test('in quiet hours alerts are held back, and shown to whoever asks for them', async () => {
  const { chief, look, leave } = await watchedVillage();
  await chief.put('/api/alerts/settings', { quiet: { from: local(-1), to: local(2) } });
  await leave();
  await look();
  const { body } = await chief.get('/api/alerts');
  expect(body).toMatchObject({ alerts: [], unread: 0, held: 2, heldUntil: expect.any(String) });
  expect((await chief.get('/api/alerts?held=true')).body.alerts).toHaveLength(2);
  await chief.put('/api/alerts/settings', { quiet: null });
  expect((await chief.get('/api/alerts')).body).toMatchObject({ unread: 2, held: 0, heldUntil: null });
  expect((await chief.put('/api/alerts/settings', { quiet: { from: '24:00', to: '06:00' } })).status).toBe(
    422,
  );
});

test('what opened and closed in quiet hours is in the list as closed, and not told as open when they end', async () => {
  const { chief, first, second, officer, look, leave } = await watchedVillage();
  await look();
  await chief.put('/api/alerts/settings', { quiet: { from: local(-1), to: local(2) } });
  await leave();
  await look();
  await makeAssignment(db, { personId: officer, cellId: first, from: january });
  await look();
  await chief.put('/api/alerts/settings', { quiet: null });
  const { alerts } = (await chief.get('/api/alerts')).body;
  expect(alerts).toMatchObject([
    { kind: 'no-officer', count: 1, closed: 1, closedAt: expect.any(String) },
    { kind: 'unassigned-land', count: 1, closed: 1, closedAt: expect.any(String) },
  ]);
  const before = Math.min(...alerts.map(({ id }: { id: number }) => id)) - 1;
  const events = await chief.events(`/api/live?of=alerts&last=${before}`);
  await events.next('alerts-changed');
  await db('assignments').where({ cell_id: second, person_id: officer }).delete();
  await db('revisions').where({ name: 'staff' }).increment('revision', 1);
  await look();
  const told = (await events.next('alerts')).alerts;
  expect(told.map(({ places }: { places: { cell: number }[] }) => places[0]?.cell)).toEqual([second, second]);
  await events.close();
});

test('what was read stays in sight when quiet hours are chosen that had begun before', async () => {
  const { chief, look, leave } = await watchedVillage();
  await leave();
  await look();
  const { alerts } = (await chief.get('/api/alerts')).body;
  await chief.post('/api/alerts/read', { ids: [alerts[0].id] });
  await chief.put('/api/alerts/settings', { quiet: { from: local(-1), to: local(2) } });
  const { body } = await chief.get('/api/alerts');
  expect(body.alerts.map(({ id }: { id: number }) => id)).toEqual([alerts[0].id]);
  expect(body).toMatchObject({ unread: 0, held: 1 });
});

test('the usual quiet hours are those of the night', async () => {
  const { withToken } = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  expect((await withToken(token).get('/api/alerts/settings')).body).toEqual({
    quiet: { from: '22:00', to: '06:00' },
  });
});

test('whoever listens is told as it happens, and after a break of all that was missed, each once', async () => {
  const { chief, stranger, second, officer, look, leave } = await watchedVillage();
  await look();
  const [events, foreign] = [await chief.events('/api/live?of=alerts'), await stranger.events('/api/live')];
  await leave();
  await look();
  const { alerts } = await events.next('alerts');
  expect(pick(alerts)).toEqual([
    ['opened', 'unassigned-land', 1, 0],
    ['opened', 'no-officer', 1, 0],
  ]);
  await events.close();
  await db('assignments').where({ cell_id: second, person_id: officer }).delete();
  await db('revisions').where({ name: 'staff' }).increment('revision', 1);
  await look();
  const again = await chief.events(`/api/live?of=alerts&last=${alerts.at(-1).id}`);
  const missed = (await again.next('alerts')).alerts;
  expect(missed.map(({ places }: { places: { cell: number }[] }) => places[0]?.cell)).toEqual([
    second,
    second,
  ]);
  await makeAssignment(db, { personId: officer, cellId: second, from: january });
  await look();
  await again.next('alerts-changed');
  await again.close();
  await foreign.close();
  expect((await stranger.get('/api/alerts')).body.alerts).toEqual([]);
});
