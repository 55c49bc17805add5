import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type FlatPolygon, wkbOfPolygons } from '../../../server/geo/wkb.ts';
import { keepCells } from '../../../server/plans/cell-store.ts';
import { cleanOutlines } from '../../../server/plans/clean/clean.ts';
import { testDatabase } from '../../support/database.ts';
import { dataFolder, dataNote, withData } from '../../support/real-data.ts';

const { db } = await testDatabase();

type Case = { description: string; outline: FlatPolygon[]; isValid: boolean };

/** The polygonal cases of GEOS's suite, brought into the range of degrees by a power of two, which moves nothing. */
function readCases(): Case[] {
  const xml = readFileSync(join(dataFolder, 'messy/geos/general/TestValid.xml'), 'utf8');
  const cases = [...xml.matchAll(/<desc>(.*?)<\/desc>\s*<a>\s*(.*?)\s*<\/a>.*?arg1="A">\s*(\w+)/gs)];
  return cases.flatMap(([, description = '', wkt = '', expected]) => {
    if (!/^(MULTI)?POLYGON/.test(wkt) || wkt.includes('EMPTY')) return [];
    const outline = outlineOfWkt(wkt);
    // What is not closed, or no number, never gets as far: it is refused where it is read.
    const isRead = outline.flat().every((ring) => {
      const [x, y] = [ring.at(-2), ring.at(-1)];
      return ring.every(Number.isFinite) && ring[0] === x && ring[1] === y;
    });
    return isRead ? [{ description, outline, isValid: expected === 'true' }] : [];
  });
}

function outlineOfWkt(wkt: string): FlatPolygon[] {
  const polygons = wkt.startsWith('MULTI') ? wkt.split(/\)\s*\)\s*,/) : [wkt];
  return polygons.map((polygon) =>
    [...polygon.matchAll(/\(([^()]+)/g)].map(([, positions = '']) =>
      Float64Array.from(positions.trim().split(/[\s,]+/), (number) => Number(number) / 1024),
    ),
  );
}

test.skipIf(!withData)(`what a plan calls invalid is what GEOS's suite does${dataNote}`, async () => {
  const cases = readCases();
  expect(cases.length).toBeGreaterThan(40);
  const kept = await db.transaction((trx) =>
    keepCells(
      trx,
      cases.map(({ outline }) => outline),
    ),
  );
  const rows: { id: number; valid: boolean }[] = await db('cells').select('id', 'valid');
  const validOf = new Map(rows.map(({ id, valid }) => [id, valid]));
  const wrong = cases.flatMap(({ description, isValid }, index) =>
    validOf.get(kept[index]?.cellId ?? 0) === isValid ? [] : [description],
  );
  expect(wrong).toEqual([]);
});

test.skipIf(!withData)(`whatever is invalid there is valid once it is cleaned${dataNote}`, async () => {
  const cases = readCases();
  const wrong: string[] = [];
  for (const { description, outline, isValid } of cases) {
    const { outlines, changes } = cleanOutlines([outline], { toleranceMetres: 0, fillSquareMetres: 0 });
    const [cleaned = []] = outlines;
    const { rows } = await db.raw('select st_isvalid(st_geomfromwkb(:wkb)) as valid', {
      wkb: wkbOfPolygons(cleaned),
    });
    if (cleaned.length > 0 && !rows[0].valid) wrong.push(`${description}: still invalid`);
    if (isValid && changes.some(({ kind }) => kind !== 'matched'))
      wrong.push(`${description}: ${changes.map(({ kind }) => kind)}`);
  }
  expect(wrong).toEqual([]);
});
