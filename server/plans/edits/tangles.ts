import { Problem } from '../../http/problem.ts';
import type { Finding } from '../proof/finding.ts';
import type { EditKind } from './edit.ts';

const tangling: readonly Finding['kind'][] = ['invalid', 'overlap', 'unmatched-edge'];
/** Moving a vertex must not open land either: nothing asked for that, and no cell is to be left behind. */
const opening: readonly Finding['kind'][] = ['gap', 'outside-scope', 'crosses-owner'];

/** What came to be wrong that an edit of this kind must not bring about; undefined where nothing did. */
export function findTangle(
  before: readonly Finding[],
  after: readonly Finding[],
  kind?: EditKind,
): Finding | undefined {
  for (const wrong of kind === 'reshape' ? [...tangling, ...opening] : tangling) {
    const [was, is] = [before, after].map((findings) => findings.filter((finding) => finding.kind === wrong));
    if (!was || !is || is.length <= was.length) continue;
    const known = new Set(was.map(({ geometry }) => geometry));
    const found = is.find(({ geometry }) => !known.has(geometry));
    if (found) return found;
  }
  return undefined;
}

/** Throws where an edit leaves outlines that cross, or borders that come apart, and did not before; says where. */
export function refuseTangles(before: readonly Finding[], after: readonly Finding[], kind: EditKind): void {
  const found = findTangle(before, after, kind);
  if (!found) return;
  const isCrossing = tangling.includes(found.kind);
  throw new Problem(
    422,
    isCrossing ? 'outlines-cross' : 'borders-part',
    isCrossing
      ? `The borders would cross: ${found.english}`
      : `The borders would come apart: ${found.english}`,
    isCrossing ? `边界将相互交叉：${found.chinese}` : `边界将脱开：${found.chinese}`,
    { errors: [], place: JSON.parse(found.geometry) },
  );
}
