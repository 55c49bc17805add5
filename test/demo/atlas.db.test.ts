import { expect, test } from 'vitest';
import { demonstrationAreas } from '../../server/demo/atlas.ts';
import { testDatabase } from '../support/database.ts';

const { db } = await testDatabase();

test('PostGIS finds every area of the demonstration valid and its owners a partition of the district', async () => {
  const areas = demonstrationAreas();
  const { rows } = await db.raw(
    `with area as (
       select kind, code, st_setsrid(st_geomfromgeojson(geometry), 4326) as geometry
       from unnest(cast(:kinds as text[]), cast(:codes as text[]), cast(:geometries as text[])) as t (kind, code, geometry)
     ), owner as (
       select * from area where kind in ('village', 'community', 'forest')
     )
     select (select count(*) from area where not st_isvalid(geometry)) as invalid,
       (select count(*) from owner a join owner b on a.code < b.code and a.geometry && b.geometry
        where st_relate(a.geometry, b.geometry, 'T********')) as overlapping,
       (select st_equals(st_union(owner.geometry), (select geometry from area where kind = 'district')) from owner) as "isWhole",
       (select round(sum(st_area(geometry::geography)) / 1e6) from owner)::int as "squareKilometres"`,
    {
      kinds: areas.map(({ kind }) => kind),
      codes: areas.map(({ code }) => code),
      geometries: areas.map(({ geometry }) => JSON.stringify(geometry)),
    },
  );
  expect(rows).toEqual([{ invalid: 0, overlapping: 0, isWhole: true, squareKilometres: 18_622 }]);
});
