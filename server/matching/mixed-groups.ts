import { groupBy } from './group.ts';
import type { MatchInput, OpenPost } from './post.ts';
import type { InParts } from './solution.ts';

/** A larger program takes minutes; its posts are solved in groups of so many. */
const mostPostsAtOnce = 40;

/** Posts for which one person may count more than once, by township; with teams or pairs wished for, all of them. */
export function mixedTownships({ posts, settings }: MatchInput): number[][] {
  const all = posts.map((_, slot) => slot);
  const ownerOf = (post: OpenPost | undefined) => post?.areaId ?? post?.ownerAreaId ?? `cell ${post?.cellId}`;
  const byOwner = groupBy(all, (slot) => ownerOf(posts[slot]));
  const isMixed = (slot: number) => {
    const post = posts[slot];
    return (byOwner.get(ownerOf(post)) ?? []).some((other) => {
      const another = posts[other];
      return post && another && other !== slot && isNested(post, another) && overlap(post, another);
    });
  };
  const isAll = settings.teamsTogether || settings.twoPeople;
  const townships = groupBy(
    // Posts of one owner follow one another, for they share people.
    [...byOwner.values()].flat().filter((slot) => isAll || isMixed(slot)),
    (slot) => posts[slot]?.townshipId ?? null,
  );
  return [...townships.values()];
}

/** The posts that are solved at once, of a township that has too many in several groups. */
export function groupsOf(townships: readonly (readonly number[])[]): number[][] {
  return townships.flatMap(inParts);
}

/** The townships that have too many, for what is best for each group need not be so for all of them. */
export function townshipsInParts(
  { posts }: Pick<MatchInput, 'posts'>,
  townships: readonly (readonly number[])[],
): InParts[] {
  return townships
    .map((slots) => ({
      townshipId: posts[slots[0] ?? 0]?.townshipId ?? null,
      posts: slots.length,
      parts: inParts(slots).length,
    }))
    .filter(({ parts }) => parts > 1);
}

/** The same place, or a cell and its owner. */
function isNested(a: OpenPost, b: OpenPost): boolean {
  return a.cellId === b.cellId || a.cellId === null || b.cellId === null;
}

function inParts(slots: readonly number[]): number[][] {
  const parts = Math.ceil(slots.length / mostPostsAtOnce);
  const size = Math.ceil(slots.length / parts);
  return Array.from({ length: parts }, (_, part) => slots.slice(part * size, (part + 1) * size));
}

/** Whether a person could count for both. */
function overlap(a: OpenPost, b: OpenPost): boolean {
  const agree = (one: string | undefined, other: string | undefined) =>
    one === undefined || other === undefined || one === other;
  return agree(a.requires.kind, b.requires.kind) && agree(a.requires.role, b.requires.role);
}
