/** A person's kind by the words that registers use, as {@link kindOf} compares them. */
const kinds: Record<string, readonly string[]> = {
  officer: [
    'officer',
    '民警',
    '警察',
    '公安民警',
    '社区民警',
    '人民警察',
    '正式民警',
    'police',
    'policeofficer',
  ],
  auxiliary: [
    'auxiliary',
    '辅警',
    '警务辅助人员',
    '协警',
    '社区辅警',
    '辅助警察',
    'auxiliarypolice',
    'auxiliaryofficer',
  ],
  volunteer: ['volunteer', '义警', '义务警察', '志愿者', '平安志愿者', '平安义警', '义警队员', '群防群治'],
  grid_worker: [
    'grid_worker',
    'gridworker',
    '网格员',
    '专职网格员',
    '兼职网格员',
    '社区网格员',
    'grid worker',
    '网格长',
  ],
};

const kindByWord = new Map(
  Object.entries(kinds).flatMap(([kind, words]) => words.map((word): [string, string] => [word, kind])),
);

/** The kind that a word means, in Chinese or English. */
export function kindOf(word: string): string | undefined {
  return kindByWord.get(word.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ''));
}

/** The entries of a cell that holds several: `急救、法律咨询`. */
export function listOf(text: string): string[] {
  const entries = text.split(/[、，,;；/|\n]+/).map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ''))];
}
