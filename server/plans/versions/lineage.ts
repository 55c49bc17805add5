import type { Knex } from 'knex';
import { z } from 'zod';
import { cellCondition, type Scope } from '../../access/scope.ts';
import { overlayOf } from '../../geo/overlay.ts';
import { type FlatPolygon, polygonsOfWkb } from '../../geo/wkb.ts';
import { NotFound } from '../../http/problem.ts';
import { getPlan } from '../access.ts';
import type { Plan } from '../plan.ts';
import { toleranceMetres } from '../proof/tolerance.ts';
import { planCondition } from '../queries.ts';

const ancestor = z.object({
  cell: z.int(),
  code: z.string(),
  name: z.string(),
  share: z.number().meta({ description: 'What of the asked cell lay in it' }),
  shareOfOther: z.number().meta({ description: 'What of it lies in the asked cell' }),
});
type Ancestor = z.output<typeof ancestor>;

const step = z.object({
  plan: z.int(),
  name: z.string(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  how: z.enum(['same', 'moved', 'split', 'merged']).meta({
    description:
      'The cell itself; one cell with its code and another outline; part of one other cell; land of several cells',
  }),
  cells: z.array(ancestor).meta({ description: 'The largest share first' }),
});

export const lineage = z.object({
  plan: z.int(),
  cell: z.int(),
  code: z.string(),
  steps: z.array(step).meta({ description: 'The asked plan first, back to the first that held the land' }),
});
export type Lineage = z.output<typeof lineage>;

/**
 * What the land of a cell was in each published plan of the same scope and layer before this one, in order of their
 * times in force. Former cells are told from `leastShare` of the smaller of the two on.
 */
export async function lineageOf(
  db: Knex,
  scope: Scope,
  asked: { id: number; cell: number; leastShare: number },
): Promise<Lineage> {
  const plan = await getPlan(db, scope, asked.id);
  const versions = [plan, ...(await readEarlier(db, scope, plan))];
  const held = await readHolders(db, scope, asked, versions);
  const own = held.find((one) => one.plan === plan.id && one.cell === asked.cell);
  if (!own) throw noSuchCell(plan, asked.cell);
  const steps = versions.flatMap(({ id, name, from, to }) => {
    const former = held.filter((one) => one.plan === id && (id !== plan.id || one === own));
    const cells = ancestorsOf(own, former, asked.leastShare);
    return cells.length > 0 ? [{ plan: id, name, from, to, how: howOf(own, cells), cells }] : [];
  });
  return { plan: plan.id, cell: own.cell, code: own.code, steps };
}

function howOf(own: Holder, cells: readonly Ancestor[]): Lineage['steps'][number]['how'] {
  const [first] = cells;
  if (cells.length > 1) return 'merged';
  if (first?.cell === own.cell) return 'same';
  return first?.code === own.code ? 'moved' : 'split';
}

function ancestorsOf(own: Holder, former: readonly Holder[], leastShare: number): Ancestor[] {
  const same = former.find(({ cell }) => cell === own.cell);
  const told = ({ cell, code, name }: Holder) => ({ cell, code, name });
  if (same) return [{ ...told(same), share: 1, shareOfOther: 1 }];
  const lands = overlayOf(
    [own.outline],
    former.map(({ outline }) => outline),
    toleranceMetres,
  );
  const sum = (of: typeof lands) => of.reduce((total, { squareMetres }) => total + squareMetres, 0);
  const whole = sum(lands.filter(({ one }) => one === 0));
  return former
    .map((holder, index) => {
      const shared = sum(lands.filter(({ one, other }) => one === 0 && other === index));
      const its = sum(lands.filter(({ other }) => other === index));
      return { ...told(holder), share: shared / (whole || 1), shareOfOther: shared / (its || 1) };
    })
    .filter(({ share, shareOfOther }) => share > 0 && Math.max(share, shareOfOther) >= leastShare)
    .sort((a, b) => b.share - a.share || a.cell - b.cell);
}

type Version = Pick<Plan, 'id' | 'name' | 'from' | 'to'>;

/** Published plans of the same scope and layer that took effect before this one, the latest first. */
async function readEarlier(db: Knex, scope: Scope, plan: Plan): Promise<Version[]> {
  const visible = planCondition(scope);
  const { rows } = await db.raw(
    `select plans.id, plans.name, lower(plans.in_force) as "from", upper(plans.in_force) as "to" from plans
     where plans.layer = :layer and plans.scope_area_id is not distinct from :scopeAreaId
       and plans.in_force is not null and plans.id <> :id and ${visible.sql}
       and (cast(:before as timestamptz) is null or lower(plans.in_force) < :before)
     order by lower(plans.in_force) desc`,
    {
      ...visible.bindings,
      id: plan.id,
      layer: plan.layer,
      scopeAreaId: plan.scopeAreaId,
      before: plan.from,
    },
  );
  return rows.map(({ from, to, ...version }: Row) => ({
    ...version,
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
  }));
}

type Row = Omit<Version, 'from' | 'to'> & { from: Date | null; to: Date | null };

type Holder = { plan: number; cell: number; code: string; name: string; outline: FlatPolygon[] };

/** The cells of some plans that the scope covers and that lie about the asked one. */
async function readHolders(
  db: Knex,
  scope: Scope,
  asked: { id: number; cell: number },
  versions: readonly Version[],
): Promise<Holder[]> {
  const covered = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  const { rows } = await db.raw(
    `select plan_cells.plan_id as plan, cells.id as cell, plan_cells.code, plan_cells.name,
       st_asbinary(coalesce(plan_cells.geometry, cells.geometry)) as wkb
     from cells own
     join plan_cells entry on entry.cell_id = own.id and entry.plan_id = :id
     join cells on cells.geometry && own.geometry
     join plan_cells on plan_cells.cell_id = cells.id
     where own.id = :cell and plan_cells.plan_id = any(:planIds) and ${covered.sql}
     order by cells.id`,
    { ...covered.bindings, ...asked, planIds: versions.map(({ id }) => id) },
  );
  return rows.map(({ wkb, ...holder }: Omit<Holder, 'outline'> & { wkb: Buffer }) => ({
    ...holder,
    outline: polygonsOfWkb(wkb),
  }));
}

function noSuchCell({ id, name }: Plan, cell: number): NotFound {
  return new NotFound(
    'cell-not-found',
    `The plan ${name} (${id}) has no cell ${cell} in your areas.`,
    `方案“${name}”（${id}）在您的辖区内没有编号为 ${cell} 的网格。`,
  );
}
