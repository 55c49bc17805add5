import type { Knex } from 'knex';
import { labelOf, messageOf } from '../coverage/gap-words.ts';
import { type FoundGap, gapId } from '../coverage/gaps.ts';
import { NotFound } from '../http/problem.ts';
import { cellOfGap, gather, postKey, readGaps, type Situation, type Wish } from './gather.ts';
import { readNames } from './name-queries.ts';
import { isStaffGap, requirementOf } from './open-posts.ts';
import type { OpenPost } from './post.ts';
import { rankFor } from './rank.ts';
import type { Suggestions } from './suggestion.ts';
import { tellRelaxation } from './tell-relaxation.ts';
import { filterWords, reasonsFor } from './words.ts';

const mostNamed = 20;

/** Who could answer one gap, in order and with reasons, and why the others not. Throws NotFound where it is closed. */
export async function suggestFor(
  db: Knex,
  situation: Omit<Situation, 'cellId'>,
  id: string,
  { limit, ...wish }: Wish & { limit: number },
): Promise<Suggestions> {
  const gap = (await readGaps(db, { ...situation, cellId: cellOfGap(id) })).find(
    (one) => postKey(gapId(one)) === postKey(id),
  );
  if (!gap) throw closedGap(id);
  const { candidates, settings, posts } = await gather(db, { ...situation, cellId: null }, [gap], wish);
  const [post = visitOf(gap)] = posts;
  const { ranked, passedOver, relaxation } = rankFor(post, { candidates, settings });
  const shown = ranked.slice(0, limit);
  const requires = requirementOf(gap);
  const { language, peopleScope } = situation;
  const names = await readNames(db, peopleScope, [
    ...shown.map(({ person }) => person.id),
    ...passedOver.flatMap((one) => one.people.slice(0, mostNamed)).map(({ id: personId }) => personId),
    ...(relaxation?.personIds ?? []),
  ]);
  const nameOf = (personId: number) => names.get(personId) ?? [];
  return {
    gap: {
      ...{ id: gapId(gap), kind: gap.kind, cell: post.cellId, area: post.areaId, rule: post.ruleId },
      message: messageOf(gap, situation.at.getTime(), language),
      place: labelOf(gap),
      position: post.position ? [...post.position] : null,
    },
    purpose: isStaffGap(gap) ? 'assign' : 'visit',
    ...{ missing: post.missing, total: ranked.length },
    candidates: shown.flatMap((one, index) =>
      [nameOf(one.person.id)].flat().map((person) => ({
        ...{ rank: index + 1, person, role: one.role, kilometres: one.kilometres, from: one.from },
        position: one.position ? ([one.position[0], one.position[1]] as [number, number]) : null,
        ...{ cost: one.cost, total: one.total, reasons: reasonsFor(one, requires, settings, language) },
      })),
    ),
    passedOver: passedOver.map(({ filter, people: all }) => ({
      ...{ reason: filter, count: all.length },
      message: filterWords(filter, all.length, requires, settings, language),
      people: all.slice(0, mostNamed).flatMap((one) => nameOf(one.id)),
    })),
    relaxation: relaxation && isStaffGap(gap) ? tellRelaxation(relaxation, requires, names, language) : null,
  };
}

/** Land that wants a visit: whoever serves there comes first. */
function visitOf(gap: FoundGap): OpenPost {
  const place = 'cell' in gap ? gap.cell : { ...gap.area, ownerAreaId: gap.area.id };
  return {
    ...('cell' in gap ? { cellId: gap.cell.id, areaId: null } : { cellId: null, areaId: gap.area.id }),
    ...{
      gapId: gapId(gap),
      ruleId: gap.rule?.id ?? null,
      requires: {},
      missing: 1,
      priority: 'normal',
      townshipId: null,
    },
    ...{ ownerAreaId: place.ownerAreaId, position: place.position, present: [] },
  };
}

function closedGap(id: string): NotFound {
  return new NotFound(
    'gap-not-found',
    `The gap ${id} is closed, or not in your areas; look at the list again.`,
    `盲区 ${id} 已消除，或不在您的辖区内，请刷新列表。`,
  );
}
