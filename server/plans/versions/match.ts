import type { Attribute, AttributeChange } from './difference.ts';

/** A cell as one version of a plan has it, without its outline. */
export type VersionCell = { id: number; areaSquareMetres: number } & {
  code: string;
  name: string;
  ownerAreaId: number | null;
  usage: string | null;
  class: string;
  enclave: boolean;
  households: number | null;
};

type Pair = readonly [before: VersionCell, after: VersionCell];

/** What differs between two versions by the identity of cells: kept ones of which something else is said, and the rest. */
export type Versions = { altered: Pair[]; gone: VersionCell[]; come: VersionCell[] };

/** Two cells by their places in the lists of what went and what came. */
export type Places = { gone: number; come: number };

/**
 * Which of the cells that came is which of those that went: those with the same code. Where several have a code, as the
 * parts of a multipart outline do, those that share most land.
 */
export function sameCodes(
  gone: readonly VersionCell[],
  come: readonly VersionCell[],
  sharedSquareMetres: (places: Places) => number,
): Places[] {
  const [goneByCode, comeByCode] = [byCode(gone), byCode(come)];
  return [...goneByCode].flatMap(([code, ones]) => {
    const others = comeByCode.get(code) ?? [];
    const pairs = ones.flatMap((one) => others.map((other): Places => ({ gone: one, come: other })));
    if (pairs.length < 2) return pairs;
    const sized = pairs.map((places) => ({ places, size: sharedSquareMetres(places) }));
    return oneToOne(sized.sort((a, b) => b.size - a.size).map(({ places }) => places));
  });
}

function byCode(cells: readonly VersionCell[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  cells.forEach(({ code }, place) => {
    const known = found.get(code);
    if (known) known.push(place);
    else found.set(code, [place]);
  });
  return found;
}

/** The first pairs of the list in which nobody occurs twice. */
function oneToOne(pairs: readonly Places[]): Places[] {
  const [goneUsed, comeUsed] = [new Set<number>(), new Set<number>()];
  return pairs.filter(({ gone, come }) => {
    if (goneUsed.has(gone) || comeUsed.has(come)) return false;
    goneUsed.add(gone);
    comeUsed.add(come);
    return true;
  });
}

const attributes: readonly Attribute[] = [
  'code',
  'name',
  'ownerAreaId',
  'usage',
  'class',
  'enclave',
  'households',
];

/** What is said otherwise of a cell. */
export function attributeChanges([before, after]: Pair): AttributeChange[] {
  return attributes
    .filter((attribute) => before[attribute] !== after[attribute])
    .map((attribute) => ({ attribute, from: before[attribute], to: after[attribute] }));
}
