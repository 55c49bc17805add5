import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgesWhere, matchEdges } from '../../server/geo/matched-edges.ts';
import type { FlatPolygon } from '../../server/geo/wkb.ts';

type Sides = { left: number[]; right: number[] };

/** Every edge by the text of its ends, with the outlines on its left and on its right in the order of the outlines. */
function edgesByText(outlines: readonly FlatPolygon[][]): Map<string, Sides> {
  const edges = new Map<string, Sides>();
  outlines.forEach((polygons, outline) => {
    for (const polygon of polygons) {
      polygon.forEach((ring, index) => {
        const keepsLeft = doubledArea(ring) > 0 === (index === 0);
        for (let i = 2; i < ring.length; i += 2) {
          const ends = [`${ring[i - 2]} ${ring[i - 1]}`, `${ring[i]} ${ring[i + 1]}`];
          if (ends[0] === ends[1]) continue;
          const [from, to] = keepsLeft ? ends : ends.reverse();
          const [known, other] = [edges.get(`${from}, ${to}`), edges.get(`${to}, ${from}`)];
          if (known) known.left.push(outline);
          else if (other) other.right.push(outline);
          else edges.set(`${from}, ${to}`, { left: [outline], right: [] });
        }
      });
    }
  });
  return edges;
}

/** From the first position, as thin rings turn by the rounding of what is multiplied. */
function doubledArea(ring: Float64Array): number {
  const [baseX = 0, baseY = 0] = ring;
  const from = ring.map((value, index) => value - (index % 2 === 0 ? baseX : baseY));
  let doubled = 0;
  for (let i = 2; i < ring.length; i += 2)
    doubled += (from[i - 2] ?? 0) * (from[i + 1] ?? 0) - (from[i] ?? 0) * (from[i - 1] ?? 0);
  return doubled;
}

// Few places, so that many are shared; some differ in the last digit only, some repeat.
const place = fc.tuple(fc.constantFrom(0, 1, 2, 1.1, 1.1000000000000003), fc.integer({ min: -1, max: 1 }));
const ring = fc
  .array(place, { minLength: 3, maxLength: 7 })
  .map((places) => Float64Array.from([...places, ...places.slice(0, 1)].flat()));
const outline = fc.array(fc.array(ring, { maxLength: 3 }), { maxLength: 2 });

test('every edge is there once, with the outlines on its sides', () => {
  fc.assert(
    fc.property(fc.array(outline, { maxLength: 12 }), (outlines) => {
      const matched = matchEdges(outlines);
      const expected = edgesByText(outlines);
      const all = edgesWhere(matched, () => true);
      expect(all.length).toBe(expected.size);
      const text = (node: number) => `${matched.xs[node]} ${matched.ys[node]}`;
      for (const edge of all) {
        const [from, to] = [text(matched.from[edge] ?? -1), text(matched.to[edge] ?? -1)];
        const swapped = expected.get(`${to}, ${from}`);
        const { left, right } = expected.get(`${from}, ${to}`) ?? {
          left: swapped?.right ?? [],
          right: swapped?.left ?? [],
        };
        expect(matched.leftOf[edge]).toBe(left.at(-1) ?? -1);
        expect(matched.rightOf[edge]).toBe(right.at(-1) ?? -1);
        expect(matched.net[edge]).toBe(left.length - right.length);
        expect(matched.uses[edge]).toBe(left.length + right.length);
      }
    }),
    { numRuns: 200 },
  );
});

test('no outlines have no edges', () => {
  expect(matchEdges([]).net.length).toBe(0);
  expect(matchEdges([[], [[]], [[new Float64Array(0)]]]).xs.length).toBe(0);
});
