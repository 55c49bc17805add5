import { Alert } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import { canSnap, type Snapping } from '../state/snapping.ts';
import type { Crosswalk, Mismatches, MismatchKind, PairClass } from '../types-versions.ts';
import { percent } from './change-lines.ts';
import { ChangeList } from './change-list.tsx';
import { SnapNotice, SnapTools } from './snap-tools.tsx';

type Props = {
  crosswalk: Crosswalk;
  mismatches: Mismatches;
  snapping: Snapping;
  selected: number | undefined;
  onSelect: (id: number) => void;
};

const kinds: MismatchKind[] = ['crossing', 'sliver', 'only-plan', 'only-other'];
const classes: PairClass[] = ['1:1', '1:N', 'N:1', 'crossing'];

/** How the cells of two layers correspond, and where they do not fit. */
export function CrosswalkSide({ crosswalk, mismatches, snapping, selected, onSelect }: Props) {
  const { t } = useI18n();
  const words = t.versions.crosswalk;
  const { counts, pairs } = crosswalk;
  const unfit = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  return (
    <>
      <SnapNotice snapping={snapping} />
      {unfit === 0 && (
        <Alert color="teal" mt="sm">
          {words.fits}
        </Alert>
      )}
      {kinds.map((kind) => (
        <ChangeList
          key={kind}
          kind={kind}
          name={words.kinds[kind]}
          count={counts[kind]}
          entries={mismatches.features
            .filter(({ properties }) => properties.kind === kind)
            .map(({ id, properties: { code, otherCode, message } }) => ({
              id,
              name: [code, otherCode].filter(Boolean).join(' ↔ '),
              lines: [message],
            }))}
          selected={selected}
          onSelect={onSelect}
          {...(snapping.offer === 'yes' &&
            canSnap(kind) && {
              tools: (
                <SnapTools snapping={snapping} request={{ all: true, kind }} label={words.snap.all[kind]} />
              ),
              toolsOf: (id: number) => (
                <SnapTools snapping={snapping} request={{ mismatches: [id] }} label={words.snap.one} />
              ),
            })}
        />
      ))}
      {classes.map((pairClass) => (
        <ChangeList
          key={`pairs ${pairClass}`}
          kind="pairs"
          name={words.classes[pairClass]}
          count={counts[pairClass]}
          entries={pairs.flatMap((pair, index) =>
            pair.class === pairClass
              ? [
                  {
                    id: index,
                    name: '',
                    lines: [
                      words.pair(
                        pair.name || pair.code,
                        percent(pair.share),
                        pair.otherName || pair.otherCode,
                        percent(pair.otherShare),
                      ),
                    ],
                  },
                ]
              : [],
          )}
          selected={undefined}
        />
      ))}
    </>
  );
}
