import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../../access/scope.ts';
import { cutPage, decodeCursor } from '../../http/parse.ts';
import type { Language } from '../../http/problem.ts';
import { getPlan } from '../access.ts';
import { loadCells } from '../load-cells.ts';
import { areaWords } from '../proof/finding.ts';
import { outlineGeometry } from '../proof/outline-geometry.ts';
import { remembered } from '../remembered.ts';
import { coveredCells } from '../versions/queries.ts';
import type { CrosswalkCounts, crosswalk, mismatches, Pair, PairClass } from './crosswalk.ts';
import { type Mismatch, type Walked, walk } from './walk.ts';

type Asked = { id: number; other: number; leastShare: number };
type Page<F extends string> = Partial<Record<F, string | undefined>> & {
  limit: number;
  cursor?: string | undefined;
};

/** A page of the pairs of cells that share land; those of which the scope covers both. */
export async function crosswalkOf(
  db: Knex,
  scope: Scope,
  asked: Asked,
  page: Page<'class'>,
): Promise<z.output<typeof crosswalk>> {
  const { pairs, counts } = await coveredCrosswalk(db, scope, asked);
  const wanted = numbered(pairs, page.cursor).filter(
    ({ row }) => page.class === undefined || row.class === page.class,
  );
  const { page: shown, next } = cutPage(wanted, page.limit, ({ id }) => [id]);
  const { id: plan, other, leastShare } = asked;
  return { plan, other, leastShare, counts, pairs: shown.map(({ row }) => row), next };
}

/** A page of the places where the two layers do not fit, as features. */
export async function mismatchesOf(
  db: Knex,
  scope: Scope,
  asked: Asked,
  page: Page<'kind'>,
  language: Language,
): Promise<z.output<typeof mismatches>> {
  const walked = await coveredCrosswalk(db, scope, asked);
  const wanted = numbered(walked.mismatches, page.cursor).filter(
    ({ row }) => page.kind === undefined || row.kind === page.kind,
  );
  const { page: shown, next } = cutPage(wanted, page.limit, ({ id }) => [id]);
  const features = shown.map(({ row, id }) => toFeature(row, id, language));
  return { type: 'FeatureCollection', features, next, counts: walked.counts };
}

/** All places where the two layers do not fit; their ids count from 1. */
export async function mismatchPlaces(db: Knex, scope: Scope, asked: Asked): Promise<readonly Mismatch[]> {
  return (await coveredCrosswalk(db, scope, asked)).mismatches;
}

function numbered<T>(rows: readonly T[], cursor: string | undefined): { row: T; id: number }[] {
  const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [0];
  return rows.map((row, index) => ({ row, id: index + 1 })).filter(({ id }) => id > after);
}

async function coveredCrosswalk(
  db: Knex,
  scope: Scope,
  { id, other: otherId, leastShare }: Asked,
): Promise<Walked & { counts: CrosswalkCounts }> {
  const [plan, other] = [await getPlan(db, scope, id), await getPlan(db, scope, otherId)];
  const walked = await walkPlans(
    db,
    JSON.stringify([plan.id, plan.revision, other.id, other.revision, leastShare]),
  );
  const isCovered = await coveredCells(db, scope, [plan.id, other.id]);
  const isShown = (cell: { id: number } | undefined) => cell === undefined || isCovered(cell.id);
  const pairs = walked.pairs.filter(({ cell, otherCell }) => isCovered(cell) && isCovered(otherCell));
  const places = walked.mismatches.filter(({ one, other: its }) => isShown(one) && isShown(its));
  return { pairs, mismatches: places, counts: countsOf(pairs, places) };
}

const keyOf = z.tuple([z.int(), z.int(), z.int(), z.int(), z.number()]);

const walkPlans = remembered(3, async (db: Knex, key: string): Promise<Walked> => {
  const [id, , other, , leastShare] = keyOf.parse(JSON.parse(key));
  return walk(await loadCells(db, id), await loadCells(db, other), leastShare);
});

function countsOf(pairs: readonly Pair[], places: readonly Mismatch[]): CrosswalkCounts {
  const ofClass = (wanted: PairClass) => pairs.filter((pair) => pair.class === wanted).length;
  const ofKind = (wanted: Mismatch['kind']) => places.filter(({ kind }) => kind === wanted).length;
  return {
    '1:1': ofClass('1:1'),
    '1:N': ofClass('1:N'),
    'N:1': ofClass('N:1'),
    crossing: ofClass('crossing'),
    sliver: ofKind('sliver'),
    'only-plan': ofKind('only-plan'),
    'only-other': ofKind('only-other'),
  };
}

function toFeature(
  { kind, one, other, areaSquareMetres, polygons }: Mismatch,
  id: number,
  language: Language,
) {
  const [code, otherCode] = [one?.code ?? null, other?.code ?? null];
  const properties = {
    kind,
    cell: one?.id ?? null,
    code,
    otherCell: other?.id ?? null,
    otherCode,
    areaSquareMetres,
    message: sentences[kind](one?.name || code, other?.name || otherCode, areaWords(areaSquareMetres))[
      language
    ],
  };
  return { type: 'Feature' as const, id, geometry: outlineGeometry(polygons), properties };
}

type Name = string | null;
type Sentence = (one: Name, other: Name, size: string) => Record<Language, string>;

const sentences: Record<Mismatch['kind'], Sentence> = {
  crossing: (one, other, size) => ({
    en: `${one} and ${other} share ${size}, and both have other partners: their borders cross.`,
    zh: `“${one}”与“${other}”共有 ${size}，且双方各另有对应网格：边界相互穿插。`,
  }),
  sliver: (one, other, size) => ({
    en: `${one} and ${other} overlap by a sliver of ${size}: their borders almost meet.`,
    zh: `“${one}”与“${other}”仅有 ${size} 的细碎重叠：边界应当重合。`,
  }),
  'only-plan': (one, _other, size) => ({
    en: `${size} of ${one} lie in no cell of the other layer.`,
    zh: `“${one}”有 ${size} 在另一层级中无网格。`,
  }),
  'only-other': (_one, other, size) => ({
    en: `${size} of ${other} lie in no cell of this layer.`,
    zh: `“${other}”有 ${size} 在本层级中无网格。`,
  }),
};
