import type { Knex } from 'knex';
import type { Outline as GeoOutline } from '../geo/geojson.ts';
import { type FlatPolygon, wkbOfPolygons } from '../geo/wkb.ts';
import type { Language } from '../http/problem.ts';
import { type KeptCell, keepCells, type Outline, type PlanCell, putPlanCells } from './cell-store.ts';
import { codeGiver, ownerPrefix, readLayerCodes } from './codes.ts';
import { ownersAt, type PlanOwner } from './owners.ts';
import { madeValid } from './proof/overlay.ts';
import { lockDraft, raisePlanRevision } from './store.ts';

export type ImportedOutline = {
  /** The record in its file. */
  index: number;
  geometry: GeoOutline;
  properties: {
    code?: string | null | undefined;
    name?: string | null | undefined;
    usage?: string | null | undefined;
    class?: 'basic' | 'dedicated' | null | undefined;
    households?: number | null | undefined;
    enclave?: boolean | null | undefined;
    /** Found by the interior point where it is not given. */
    ownerAreaId?: number | null | undefined;
  };
};

export type ImportedCells = {
  created: number;
  updated: number;
  skipped: { index: number; reason: string }[];
  repaired: { index: number; reason: string }[];
};

/**
 * Puts outlines into a draft as cells. A record whose code the draft has, or whose outline where it has no code, updates
 * that cell; records of one file never update each other, so that their faults stay to be found. With `clean` invalid
 * outlines are made valid and every part becomes a cell; without, they are taken unchanged.
 */
export async function insertOutlines(
  db: Knex,
  planId: number,
  outlines: readonly ImportedOutline[],
  { clean, language = 'en' }: { clean: boolean; language?: Language },
): Promise<ImportedCells> {
  return db.transaction(async (trx) => {
    await lockDraft(trx, planId);
    const { records, skipped, repaired } = clean ? await cleaned(trx, outlines, language) : asSent(outlines);
    const before = await readPlanCells(trx, planId);
    const replaced = new Map(
      records.flatMap(({ properties: { code } }) => {
        const cellId = code ? before.byCode.get(code) : undefined;
        return code && cellId !== undefined ? [[code, cellId]] : [];
      }),
    );
    await trx.raw('delete from plan_cells where plan_id = :planId and cell_id = any(:cellIds)', {
      planId,
      cellIds: [...replaced.values()],
    });
    const cells = await keepCells(
      trx,
      records.map(({ outline }) => outline),
    );
    await putPlanCells(trx, planId, await describe(trx, planId, records, cells));
    await raisePlanRevision(trx, planId);
    const updated = records.filter(
      ({ properties: { code } }, index) =>
        (code && replaced.has(code)) || before.ids.has(cells[index]?.cellId ?? 0),
    ).length;
    return { created: records.length - updated, updated, skipped, repaired };
  });
}

type Imported = { index: number; outline: Outline; properties: ImportedOutline['properties'] };
type Read = { records: Imported[] } & Pick<ImportedCells, 'skipped' | 'repaired'>;

function asSent(outlines: readonly ImportedOutline[]): Read {
  const records = outlines.map(({ geometry, ...rest }) => ({ ...rest, outline: flatOutline(geometry) }));
  return { records, skipped: [], repaired: [] };
}

/** A GeoJSON outline as flat rings. */
export function flatOutline({ type, coordinates }: GeoOutline): FlatPolygon[] {
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  return polygons.map((rings) => rings.map((ring) => Float64Array.from(ring.flat())));
}

const reasons = {
  empty: { en: 'nothing is left of the outline when it is made valid', zh: '修复后范围为空' },
  repaired: { en: 'the outline was invalid and was made valid', zh: '范围无效，已修复' },
};

async function cleaned(trx: Knex, outlines: readonly ImportedOutline[], language: Language): Promise<Read> {
  const sent = outlines.map(({ geometry }) => flatOutline(geometry));
  const { rows } = await trx.raw(
    `select st_isvalid(st_geomfromwkb(wkb)) as valid
     from unnest(:wkbs::bytea[]) with ordinality as given(wkb, place) order by place`,
    { wkbs: sent.map(wkbOfPolygons) },
  );
  const invalid = sent.flatMap((_, place) => (rows[place]?.valid ? [] : [place]));
  const mended = await madeValid(
    trx,
    invalid.map((place) => sent[place] ?? []),
  );
  const mendedAt = new Map(invalid.map((place, order) => [place, mended[order] ?? []]));
  const read: Read = { records: [], skipped: [], repaired: [] };
  outlines.forEach(({ index, properties }, place) => {
    const polygons = mendedAt.get(place) ?? sent[place] ?? [];
    for (const polygon of polygons) read.records.push({ index, outline: [polygon], properties });
    if (polygons.length === 0) read.skipped.push({ index, reason: reasons.empty[language] });
    else if (mendedAt.has(place)) read.repaired.push({ index, reason: reasons.repaired[language] });
  });
  return read;
}

async function readPlanCells(trx: Knex, planId: number) {
  const rows: { cell_id: number; code: string }[] = await trx('plan_cells')
    .where({ plan_id: planId })
    .select('cell_id', 'code');
  return {
    ids: new Set(rows.map((row) => row.cell_id)),
    byCode: new Map(rows.map((row) => [row.code, row.cell_id])),
  };
}

/** Adds owner, code and name where the file has none: the parts of one record share its code, which is then a finding. */
async function describe(
  trx: Knex,
  planId: number,
  records: readonly Imported[],
  cells: readonly KeptCell[],
): Promise<PlanCell[]> {
  const { layer } = await trx('plans').where({ id: planId }).first('layer');
  const codes = await readLayerCodes(trx, layer);
  const planCodes: { code: string }[] = await trx('plan_cells').where({ plan_id: planId }).select('code');
  const given = records.flatMap(({ properties }) => properties.code ?? []);
  const nextCode = codeGiver([...codes.used, ...planCodes.map(({ code }) => code), ...given]);
  const owners = await ownersAt(
    trx,
    planId,
    cells.map(({ cellId }) => cellId),
  );
  return records.map(({ outline, properties }, index): PlanCell => {
    const { cellId, differs } = cells[index] ?? { cellId: 0, differs: false };
    const found: PlanOwner | undefined = owners.get(cellId);
    const ownerAreaId = properties.ownerAreaId ?? found?.areaId ?? null;
    const before = codes.ofCell.get(cellId);
    const made = properties.code ? undefined : (before ?? numbered(nextCode, found ?? null));
    return {
      cellId,
      outline: differs ? outline : undefined,
      code: properties.code ?? made?.code ?? '',
      name: properties.name ?? made?.name ?? properties.code ?? '',
      ownerAreaId,
      usage: properties.usage ?? null,
      class: properties.class ?? 'basic',
      enclave: properties.enclave ?? false,
      households: properties.households ?? null,
    };
  });
}

function numbered(nextCode: ReturnType<typeof codeGiver>, owner: PlanOwner | null) {
  const { code, number } = nextCode(ownerPrefix(owner));
  return { code, name: `${owner ? `${owner.name} ` : ''}第${number}格` };
}
