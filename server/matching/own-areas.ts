import type { Knex } from 'knex';
import type { FoundGap } from '../coverage/gaps.ts';
import { obligationsOf } from '../obligations/held.ts';
import { placeOfArea } from '../obligations/person.ts';
import { relativesOf } from '../obligations/relation.ts';

/** The place's own areas at which its rule asks for a further role; undefined where that may be anywhere. */
export async function ownAreas(
  db: Knex,
  gaps: readonly FoundGap[],
  timeZone: string,
): Promise<(gap: FoundGap) => number[] | undefined> {
  const asking = gaps.filter((gap) => kindOf(gap) !== undefined);
  if (asking.length === 0) return () => undefined;
  const found = await obligationsOf(db, timeZone).look(db, [], ({ ground, covered }) => {
    const relatives = relativesOf(ground, covered);
    return new Map(
      asking.map((gap) => {
        const kind = kindOf(gap);
        const place = 'cell' in gap ? gap.cell.id : placeOfArea(gap.area.id);
        return [gap, kind ? [...relatives(place, kind)].map(placeOfArea) : []];
      }),
    );
  });
  return (gap) => found.get(gap);
}

function kindOf({ rule }: FoundGap) {
  return rule?.kind === 'staffing' ? rule.requires.alsoAt : undefined;
}
