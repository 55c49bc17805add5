import { Problem } from '../../http/problem.ts';
import type { Finding } from '../proof/finding.ts';

const tangling = ['invalid', 'overlap', 'unmatched-edge'] as const;

/** Throws where an edit leaves outlines that cross themselves or each other and did not before; says where. */
export function refuseTangles(before: readonly Finding[], after: readonly Finding[]): void {
  for (const kind of tangling) {
    const [was, is] = [before, after].map((findings) => findings.filter((finding) => finding.kind === kind));
    if (!was || !is || is.length <= was.length) continue;
    const known = new Set(was.map(({ geometry }) => geometry));
    const found = is.find(({ geometry }) => !known.has(geometry));
    if (!found) continue;
    throw new Problem(
      422,
      'outlines-cross',
      `The borders would cross: ${found.english}`,
      `边界将相互交叉：${found.chinese}`,
      { errors: [], place: JSON.parse(found.geometry) },
    );
  }
}
