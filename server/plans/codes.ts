import type { Knex } from 'knex';
import { Conflict } from '../http/problem.ts';
import { type CodeOwner, type CodeTemplate, defaultTemplate, parseTemplate } from './code-template.ts';

export type NextCode = (owner: CodeOwner | string) => { code: string; number: number };

/** Gives codes that were never used: numbers run on per owner, past those of `used`. */
export function codeGiver(
  used: Iterable<string>,
  template: CodeTemplate = parseTemplate(defaultTemplate),
): NextCode {
  const taken = new Set(used);
  const last = new Map<string, number>();
  return (owner) => {
    const first = template.format(owner, 1) ?? '';
    for (let number = (last.get(first) ?? 0) + 1; ; number++) {
      const code = template.format(owner, number);
      if (code === undefined) throw exhausted(template, first);
      if (taken.has(code)) continue;
      last.set(first, number);
      taken.add(code);
      return { code, number };
    }
  };
}

function exhausted({ text }: CodeTemplate, first: string): Conflict {
  return new Conflict(
    'codes-exhausted',
    `All running numbers of the template ${text} from ${first} on are used, for codes are never given twice; choose a template with more digits.`,
    `模板 ${text} 自 ${first} 起的顺序号已用完（编码不重复使用），请改用位数更多的模板。`,
  );
}

/** Throws where a template has not as many numbers as an owner is to have cells, before they are made. */
export function requireNumbers(
  template: CodeTemplate,
  owner: CodeOwner & { name: string },
  cells: number,
): void {
  if (template.format(owner, cells) !== undefined) return;
  throw new Conflict(
    'codes-exhausted',
    `${owner.name} would have more than ${cells} cells, for which the template ${template.text} has too few digits; take larger cells, or a template with more digits.`,
    `“${owner.name}”将有 ${cells} 个以上网格，编码模板 ${template.text} 的位数不够；请加大网格，或改用位数更多的模板。`,
  );
}

/**
 * What codes a layer has seen. Published ones belong to their cell for ever, in whatever plan it comes back; those of
 * drafts are kept apart as well, so that two drafts can be published one after the other.
 */
type LayerCodes = {
  /** Every code that a plan of the layer uses, or used while it was in force. */
  used: string[];
  /** The code and owner that the latest published plan gave a cell, or else the latest draft. */
  ofCell: Map<number, { code: string; name: string; ownerAreaId: number | null }>;
};

async function readLayerCodes(db: Knex, layer: string): Promise<LayerCodes> {
  const { rows } = await db.raw(
    `select distinct on (plan_cells.cell_id, plan_cells.code) plan_cells.cell_id as "cellId", plan_cells.code,
       plan_cells.name, plan_cells.owner_area_id as "ownerAreaId",
       coalesce(extract(epoch from plans.published_at)::float8, 0) as published, plans.id as plan
     from plan_cells join plans on plans.id = plan_cells.plan_id
     where plans.layer = :layer
     order by plan_cells.cell_id, plan_cells.code, plans.published_at desc nulls last, plans.id desc`,
    { layer },
  );
  const latest = [...rows].sort((a, b) => a.published - b.published || a.plan - b.plan);
  return {
    used: rows.map((row: { code: string }) => row.code),
    ofCell: new Map(
      latest.map(({ cellId, code, name, ownerAreaId }) => [cellId, { code, name, ownerAreaId }]),
    ),
  };
}

/** Every code that a published or retired plan of the layer gave. */
export async function readPublishedCodes(db: Knex, layer: string): Promise<string[]> {
  const { rows } = await db.raw(
    `select distinct plan_cells.code from plan_cells join plans on plans.id = plan_cells.plan_id
     where plans.layer = :layer and plans.in_force is not null`,
    { layer },
  );
  return rows.map((row: { code: string }) => row.code);
}

/**
 * Gives codes to new cells of a draft by the draft's template: none that any plan of its layer has or ever had, nor
 * one of `given`. For edits: \`(await codesOfPlan(trx, planId)).next({ areaId, code })\`.
 */
export async function codesOfPlan(
  trx: Knex,
  planId: number,
  given: readonly string[] = [],
): Promise<LayerCodes & { next: NextCode }> {
  const { layer, code_template: template } = await trx('plans')
    .where({ id: planId })
    .first('layer', 'code_template');
  const codes = await readLayerCodes(trx, layer);
  return { ...codes, next: codeGiver([...codes.used, ...given], parseTemplate(template)) };
}
