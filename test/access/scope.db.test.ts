import { beforeEach, expect, test } from 'vitest';
import type { Caller, Grant } from '../../server/access/caller.ts';
import { coversArea, coversStation, resolveScope } from '../../server/access/scope.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea } from '../support/district.ts';

const { db } = await testDatabase();

let district: number;
let station: number;
let nextStation: number;
let village: number;
let farm: number;

beforeEach(async () => {
  district = await makeArea(db, { kind: 'district', box: [110, 40, 110.3, 40.1] });
  station = await makeArea(db, { kind: 'station', box: [110.1, 40, 110.2, 40.1], parentId: district });
  nextStation = await makeArea(db, { kind: 'station', box: [110.2, 40, 110.3, 40.1], parentId: district });
  village = await makeArea(db, { kind: 'village', box: [110.11, 40.01, 110.12, 40.02] });
  farm = await makeArea(db, { kind: 'forest', box: [110.21, 40.01, 110.22, 40.02], parentId: station });
});

const callerWith = (grants: Grant[], personId: number | null = null): Caller => ({
  accountId: 1,
  username: 'a',
  displayName: 'A',
  personId,
  grants,
  tokenId: 1,
});
const scopeOf = (grants: Grant[], personId: number | null = null) =>
  resolveScope(db, callerWith(grants, personId), { roles: ['chief'], own: ['volunteer'] });
const sorted = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);

test('an area covers itself, its descendants, and what has its interior point inside it', async () => {
  const scope = await scopeOf([{ role: 'chief', areaId: station }]);
  expect(sorted(scope.areaIds)).toEqual([station, village, farm]);
  expect([sorted(scope.territoryIds), scope.grantedIds, scope.includesDistrict]).toEqual([
    [station, farm],
    [station],
    false,
  ]);
});

test('a station does not cover the district whose own point lies inside it', async () => {
  const scope = await scopeOf([{ role: 'chief', areaId: station }]);
  expect([coversArea(scope, district), coversArea(scope, nextStation)]).toEqual([false, false]);
  expect(coversStation(scope, null)).toBe(false);
});

test('a district covers everything in it, and those without a station', async () => {
  const scope = await scopeOf([{ role: 'chief', areaId: district }]);
  expect(sorted(scope.areaIds)).toEqual([district, station, nextStation, village, farm]);
  expect(coversStation(scope, null)).toBe(true);
});

test('grants in several areas add up, grants of other roles do not count', async () => {
  const both = await scopeOf([
    { role: 'chief', areaId: station },
    { role: 'chief', areaId: nextStation },
    { role: 'viewer', areaId: null },
  ]);
  expect([both.everywhere, coversArea(both, nextStation), coversArea(both, district)]).toEqual([
    false,
    true,
    false,
  ]);
  const none = await scopeOf([{ role: 'viewer', areaId: station }]);
  expect([none.areaIds, none.ownPersonId, none.includesDistrict]).toEqual([[], null, false]);
});

test('an own role covers the own person and nothing else', async () => {
  const own = await scopeOf([{ role: 'volunteer', areaId: station }], 7);
  expect(own).toEqual({
    everywhere: false,
    grantedIds: [],
    territoryIds: [],
    areaIds: [],
    includesDistrict: false,
    ownPersonId: 7,
  });
  expect((await scopeOf([{ role: 'chief', areaId: null }], 7)).ownPersonId).toBeNull();
});
