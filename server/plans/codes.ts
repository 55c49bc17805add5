import type { Knex } from 'knex';

const runningDigits = 3;

/** The owner's part of a cell code: its code padded with zeros to 12 digits, or its number where it has no code. */
export function ownerPrefix(owner: { areaId: number; code: string | null } | null): string {
  if (!owner) return ''.padStart(12, '0');
  return owner.code === null ? String(owner.areaId).padStart(12, '0') : owner.code.padEnd(12, '0');
}

/** True for an owner's code of 12 characters or more and a running number: 3 digits, more where 999 do not suffice. */
export function isWellFormed(code: string): boolean {
  return /^[0-9A-Za-z-]{12,32}\d{3,4}$/.test(code);
}

/** Gives codes that were never used: numbers run on per prefix, past those of `used`. */
export function codeGiver(used: Iterable<string>) {
  const taken = new Set(used);
  const last = new Map<string, number>();
  return (prefix: string): { code: string; number: number } => {
    for (let number = (last.get(prefix) ?? 0) + 1; ; number++) {
      const code = prefix + String(number).padStart(runningDigits, '0');
      if (taken.has(code)) continue;
      last.set(prefix, number);
      taken.add(code);
      return { code, number };
    }
  };
}

/** What codes a layer has seen: published ones belong to their cell for ever, in whatever plan it comes back. */
export type LayerCodes = {
  /** Every code that a published plan of the layer uses or used. */
  used: string[];
  /** The code and owner that the latest published plan gave a cell. */
  ofCell: Map<number, { code: string; name: string; ownerAreaId: number | null }>;
};

export async function readLayerCodes(db: Knex, layer: string): Promise<LayerCodes> {
  const { rows } = await db.raw(
    `select distinct on (plan_cells.cell_id, plan_cells.code) plan_cells.cell_id as "cellId", plan_cells.code,
       plan_cells.name, plan_cells.owner_area_id as "ownerAreaId", plans.published_at as "publishedAt"
     from plan_cells join plans on plans.id = plan_cells.plan_id
     where plans.layer = :layer and plans.in_force is not null
     order by plan_cells.cell_id, plan_cells.code, plans.published_at desc`,
    { layer },
  );
  const latest = [...rows].sort((a, b) => a.publishedAt - b.publishedAt);
  return {
    used: rows.map((row: { code: string }) => row.code),
    ofCell: new Map(
      latest.map(({ cellId, code, name, ownerAreaId }) => [cellId, { code, name, ownerAreaId }]),
    ),
  };
}
