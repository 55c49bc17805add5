import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlayInParts } from '../../../server/geo/overlay-parts.ts';
import type { LonLat } from '../../../server/geo/position.ts';
import { type FlatPolygon, wkbOfPolygons } from '../../../server/geo/wkb.ts';
import { insertOutlines } from '../../../server/plans/import-outlines.ts';
import { makeAccount } from '../../support/accounts.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';
import { box, makeArea } from '../plan.ts';

const { db } = await testDatabase();

async function planner(): Promise<Client> {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  return server.withToken(token);
}

const makeDistrict = () =>
  makeArea(db, { kind: 'district', code: '150724', name: '旗', rings: [box(119, 48, 119.4, 48.1)] });

async function makeDraft(client: Client, layer: string, scopeAreaId: number, rings: LonLat[][], more = {}) {
  const { body, status } = await client.post('/api/plans', { name: layer, layer, scopeAreaId, ...more });
  expect(status).toBe(201);
  await addCells(body.id, rings);
  return body.id;
}

async function addCells(planId: number, rings: LonLat[][]) {
  const outlines = rings.map((ring, index) => ({
    index,
    geometry: { type: 'Polygon' as const, coordinates: [ring] },
    properties: {},
  }));
  await insertOutlines(db, planId, outlines, { clean: false });
}

const quarters = [
  box(119, 48, 119.1, 48.1),
  box(119.1, 48, 119.2, 48.1),
  box(119.2, 48, 119.3, 48.1),
  box(119.3, 48, 119.4, 48.1),
];

test('lists the pairs of two layers a page at a time, and what does not fit as features', async () => {
  const client = await planner();
  const district = await makeDistrict();
  const community = await makeDraft(client, 'community', district, quarters);
  const police = await makeDraft(client, 'police', district, [
    box(119, 48, 119.2, 48.1),
    box(119.2, 48, 119.35, 48.1),
    box(119.35, 48, 119.4, 48.1),
  ]);
  const path = `/api/plans/${police}/crosswalk/${community}`;
  const { body } = await client.get(path);
  expect(body.counts).toEqual({
    '1:1': 0,
    '1:N': 3,
    'N:1': 1,
    crossing: 1,
    sliver: 0,
    'only-plan': 0,
    'only-other': 0,
  });
  expect(body.pairs).toHaveLength(5);
  const { body: first } = await client.get(`${path}?limit=3`);
  const { body: rest } = await client.get(`${path}?limit=3&cursor=${first.next}`);
  expect([...first.pairs, ...rest.pairs]).toEqual(body.pairs);
  expect((await client.get(`${path}?class=crossing`)).body.pairs).toMatchObject([
    { share: expect.closeTo(1 / 3, 3), otherShare: expect.closeTo(0.5, 3), class: 'crossing' },
  ]);
  const { body: places } = await client.get(`${path}/features`);
  expect(places.features).toMatchObject([
    { type: 'Feature', geometry: { type: 'Polygon' }, properties: { kind: 'crossing' } },
  ]);
  const lons = places.features[0].geometry.coordinates[0].map(([lon]: LonLat) => lon);
  expect([Math.min(...lons), Math.max(...lons)]).toEqual([119.3, 119.35]);
  expect((await client.get(`${path}?class=2:2`)).status).toBe(422);
  expect((await client.get(`/api/plans/${police}/crosswalk/999999`)).status).toBe(404);
});

test('moves the borders of a police draft onto those of the community plan, one or all of a kind', async () => {
  const client = await planner();
  const district = await makeDistrict();
  const community = await makeDraft(client, 'community', district, quarters);
  const police = await makeDraft(client, 'police', district, [
    box(119, 48, 119.202, 48.1),
    box(119.202, 48, 119.34, 48.1),
    box(119.34, 48, 119.4, 48.1),
  ]);
  const path = `/api/plans/${police}/crosswalk/${community}`;
  const mismatchesNow = async () =>
    (await client.get(`${path}/features`)).body.features.map(
      ({ id, properties }: { id: number; properties: { kind: string } }) => [properties.kind, id],
    );
  const before = await mismatchesNow();
  expect(before.map(([kind]: [string]) => kind).sort()).toEqual(['crossing', 'sliver']);
  const crossing = before.find(([kind]: [string]) => kind === 'crossing')?.[1];
  const { revision } = (await client.get(`/api/plans/${police}`)).body;
  const one = { mismatches: [crossing], revision };
  const preview = await client.post(`${path}/repairs`, { ...one, preview: true });
  expect(preview.body.changed).toHaveLength(2);
  expect(await mismatchesNow()).toEqual(before);
  const { body } = await client.post(`${path}/repairs`, one);
  // The smaller part of the community cell, 4 of 10, changes hands.
  expect([body.edit.kind, body.caused]).toEqual(['repair', []]);
  const eastOf = (features: { geometry: { coordinates: LonLat[][] } }[]) =>
    features.map(({ geometry }) => Math.max(...(geometry.coordinates[0] ?? []).map(([lon]) => lon)));
  expect(eastOf(body.changed).sort()).toEqual([119.3, 119.4]);
  expect((await mismatchesNow()).map(([kind]: [string]) => kind)).toEqual(['sliver']);
  expect((await client.post(`${path}/repairs`, one)).body.type).toMatch(/plan-changed$/);
  const all = await client.post(`${path}/repairs`, { all: true, kind: 'sliver' });
  expect([all.status, all.body.caused]).toEqual([200, []]);
  expect(await mismatchesNow()).toEqual([]);
  expect((await client.get(`/api/plans/${police}/problems`)).body.errors).toBe(0);
  for (const _ of [1, 2]) await client.post(`/api/plans/${police}/undo`, {});
  expect((await mismatchesNow()).map(([kind]: [string]) => kind).sort()).toEqual(['crossing', 'sliver']);

  expect((await client.post(`${path}/repairs`, { mismatches: [9] })).body.type).toMatch(
    /mismatch-not-found$/,
  );
  const swapped = `/api/plans/${community}/crosswalk/${police}/repairs`;
  expect((await client.post(swapped, { all: true })).body.type).toMatch(/police-follows-community$/);
  expect((await client.post(`/api/plans/${police}/publish`, {})).status).toBe(200);
  expect((await client.post(`${path}/repairs`, { all: true })).body.type).toMatch(/plan-published$/);
});

test('police cells made of community cells must stay unions of them', async () => {
  const client = await planner();
  const district = await makeDistrict();
  const community = await makeDraft(client, 'community', district, quarters);
  const bound = { unionsOfPlanId: community };
  const copy = await makeDraft(client, 'police', district, [], { ...bound, fromPlanId: community });
  expect((await client.get(`/api/plans/${copy}`)).body).toMatchObject({ cells: 4, ...bound });
  expect((await client.get(`/api/plans/${copy}/problems`)).body.features).toEqual([]);
  const merged = await makeDraft(
    client,
    'police',
    district,
    [box(119, 48, 119.2, 48.1), box(119.2, 48, 119.4, 48.1)],
    bound,
  );
  const kinds = async (id: number) =>
    (await client.get(`/api/plans/${id}/problems`)).body.features.map(
      ({ properties }: { properties: { kind: string; severity: string } }) => [
        properties.kind,
        properties.severity,
      ],
    );
  expect(await kinds(merged)).toEqual([]);
  const divided = await makeDraft(
    client,
    'police',
    district,
    [box(119, 48, 119.16, 48.1), box(119.16, 48, 119.4, 48.1)],
    bound,
  );
  expect(await kinds(divided)).toEqual([['not-a-union', 'error']]);
  const refused = await client.post(`/api/plans/${divided}/repairs`, { all: true });
  expect(refused.body.detail).toContain('where the two plans are compared');
  const { body } = await client.get(`/api/plans/${divided}/problems?kind=not-a-union`);
  const lons = body.features[0].geometry.coordinates[0].map(([lon]: LonLat) => lon);
  expect([Math.min(...lons), Math.max(...lons)]).toEqual([119.16, 119.2]);
  expect((await client.post(`/api/plans/${divided}/publish`, {})).status).toBe(409);
  expect(
    (await client.patch(`/api/plans/${divided}`, { unionsOfPlanId: null })).body.unionsOfPlanId,
  ).toBeNull();
  expect(await kinds(divided)).toEqual([]);
  expect((await client.delete(`/api/plans/${community}`)).body.type).toMatch(/plan-bound$/);
  const wrong = await client.patch(`/api/plans/${divided}`, { unionsOfPlanId: merged });
  expect({ status: wrong.status, type: wrong.body.type }).toEqual({
    status: 422,
    type: 'https://gridwarden.invalid/problems/same-layer',
  });
});

test('shared land is what PostGIS finds as intersections, pair by pair', { timeout: 180_000 }, async () => {
  const coordinate = fc.integer({ min: 0, max: 60 });
  const corner = fc.tuple(
    coordinate,
    coordinate,
    fc.integer({ min: 3, max: 40 }),
    fc.integer({ min: 3, max: 40 }),
  );
  const outline = fc.record({ corner, lean: fc.integer({ min: -12, max: 12 }), hole: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(outline, { maxLength: 4 }),
      fc.array(outline, { maxLength: 4 }),
      async (a, b) => {
        const [one, other] = [a.map(drawn), b.map(drawn)];
        const found = (await overlayInParts(one, other, 0.001))
          .filter((land) => land.one >= 0 && land.other >= 0)
          .map((land) => [`${land.one} ${land.other}`, land.squareMetres] as const);
        const wanted = await intersections(one, other);
        const byPair = new Map<string, number>(found);
        // Outlines are put on a grid of a centimetre, and their borders are up to 20 km long.
        for (const [pair, squareMetres] of wanted) {
          const ours = byPair.get(pair) ?? 0;
          expect(Math.abs(ours - squareMetres)).toBeLessThan(200);
        }
        for (const [pair, squareMetres] of found) if (squareMetres > 200) expect(wanted.has(pair)).toBe(true);
      },
    ),
    { numRuns: 40, interruptAfterTimeLimit: 60_000 },
  );
});

type Drawing = { corner: [number, number, number, number]; lean: number; hole: boolean };

/** A leaning box in thousandths of a degree, with a hole in its middle or without. */
function drawn({ corner: [x, y, wide, high], lean, hole }: Drawing): FlatPolygon[] {
  const at = (share: number, up: number) => [
    119 + (x + wide * share + lean * up) / 1000,
    48 + (y + high * up) / 1000,
  ];
  const ring = (low: number, top: number) =>
    Float64Array.from([at(low, low), at(top, low), at(top, top), at(low, top), at(low, low)].flat());
  return [hole ? [ring(0, 1), ring(0.3, 0.7)] : [ring(0, 1)]];
}

async function intersections(
  one: readonly FlatPolygon[][],
  other: readonly FlatPolygon[][],
): Promise<Map<string, number>> {
  const { rows } = await db.raw(
    `select one.place - 1 as a, other.place - 1 as b, st_area(st_transform(st_intersection(
         st_setsrid(st_geomfromwkb(one.wkb), 4326), st_setsrid(st_geomfromwkb(other.wkb), 4326), 1e-12), '+proj=cea +ellps=WGS84')) as area
     from unnest(:ones::bytea[]) with ordinality as one(wkb, place)
     cross join unnest(:others::bytea[]) with ordinality as other(wkb, place)`,
    { ones: one.map(wkbOfPolygons), others: other.map(wkbOfPolygons) },
  );
  return new Map(
    rows
      .filter(({ area }: { area: number }) => area > 0)
      .map(({ a, b, area }: { a: number; b: number; area: number }) => [`${a} ${b}`, area]),
  );
}
