import type { Knex } from 'knex';
import type { Interval } from '../coverage/interval.ts';
import type { GroundPlan, PlanCells } from './ground.ts';
import { type PlanColumns, type PublishedPlan, readPlanCells } from './ground-queries.ts';
import { placeOfArea } from './person.ts';

type Held = { plan: PublishedPlan; ground: GroundPlan };

/** The cells of every plan that was ever published, read again only where a plan changed. */
export class PlanBook {
  readonly usageNames: (string | null)[] = [];
  private readonly usages = new Map<string | null, number>();
  private held = new Map<number, Held>();

  plans(): GroundPlan[] {
    return [...this.held.values()].map(({ ground }) => ground);
  }

  /** Takes the plans as they are now; returns the places of those that came, went or changed. */
  async take(db: Knex, plans: readonly PublishedPlan[]): Promise<Set<number>> {
    const isCellsKnown = ({ id, revision }: PublishedPlan) => this.held.get(id)?.plan.revision === revision;
    const unread = plans.filter((plan) => !isCellsKnown(plan)).map(({ id }) => id);
    const read = unread.length === 0 ? [] : await readPlanCells(db, unread);
    const columns = new Map(read.map((one) => [one.id, this.columnsOf(one)]));
    const touched = new Set<number>();
    const before = this.held;
    this.held = new Map();
    for (const plan of plans) {
      const known = before.get(plan.id);
      const cells =
        columns.get(plan.id) ?? (isSame(known?.plan, plan, 'revision') ? known?.ground.cells : noCells);
      const stays = known && isSame(known.plan, plan, 'revision', 'from', 'to');
      const ground = stays ? known.ground : groundPlan(plan, cells ?? noCells);
      this.held.set(plan.id, { plan, ground });
      before.delete(plan.id);
      if (stays) continue;
      touchPlaces(ground, touched);
      if (known) touchPlaces(known.ground, touched);
    }
    for (const { ground } of before.values()) touchPlaces(ground, touched);
    return touched;
  }

  private columnsOf({ cells, owners, usages }: PlanColumns): PlanCells {
    return {
      ids: Float64Array.from(cells),
      owners: Float64Array.from(owners, (owner) => owner ?? 0),
      usages: Int32Array.from(usages, (usage) => this.usageCode(usage)),
    };
  }

  private usageCode(usage: string | null): number {
    const known = this.usages.get(usage);
    if (known !== undefined) return known;
    this.usages.set(usage, this.usageNames.length);
    return this.usageNames.push(usage) - 1;
  }
}

const noCells: PlanCells = {
  ids: new Float64Array(0),
  owners: new Float64Array(0),
  usages: new Int32Array(0),
};

function groundPlan({ id, from, to }: PublishedPlan, cells: PlanCells): GroundPlan {
  const end = to ?? Number.POSITIVE_INFINITY;
  const obliged: Interval = [Math.max(from ?? 0, 0), end];
  return { id, cells, obliged, reach: [from ?? Number.NEGATIVE_INFINITY, end] };
}

function isSame(
  one: PublishedPlan | undefined,
  other: PublishedPlan,
  ...fields: (keyof PublishedPlan)[]
): boolean {
  return one !== undefined && fields.every((field) => one[field] === other[field]);
}

function touchPlaces({ cells }: GroundPlan, touched: Set<number>): void {
  for (const id of cells.ids) touched.add(id);
  for (const owner of cells.owners) if (owner !== 0) touched.add(placeOfArea(owner));
}
