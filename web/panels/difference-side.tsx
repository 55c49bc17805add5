import { Alert, Text } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import classes from '../pages/compare.module.css';
import type { ChangeKind, DifferenceFeatures, Touched } from '../types-versions.ts';
import { useChangeLines } from './change-lines.ts';
import { ChangeList } from './change-list.tsx';

type Props = {
  difference: DifferenceFeatures;
  selected: number | undefined;
  onSelect: (id: number) => void;
};

const kinds: ChangeKind[] = ['removed', 'added', 'moved', 'attributes'];

/** What became of the cells from one plan to another, and whom it touches. */
export function DifferenceSide({ difference, selected, onSelect }: Props) {
  const { t } = useI18n();
  const linesOf = useChangeLines();
  const { counts, features, touched } = difference;
  const changed = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  return (
    <>
      <Text mt="sm" size="sm">
        {t.versions.compare.unchanged(counts.unchanged)}
      </Text>
      {changed === 0 ? <Alert color="teal">{t.versions.compare.same}</Alert> : <People touched={touched} />}
      {kinds.map((kind) => (
        <ChangeList
          key={kind}
          kind={kind}
          name={t.versions.compare.kinds[kind]}
          count={counts[kind]}
          entries={features
            .filter(({ properties }) => properties.kind === kind)
            .map(({ id, properties }) => ({
              id,
              name:
                properties.name && properties.name !== properties.code
                  ? `${properties.name} · ${properties.code}`
                  : properties.code,
              lines: linesOf(properties),
            }))}
          selected={selected}
          onSelect={onSelect}
        />
      ))}
    </>
  );
}

function People({ touched: { assignments, namesPeople, people } }: { touched: Touched }) {
  const { t } = useI18n();
  const words = t.versions.compare;
  const listed = people.slice(0, 50);
  return (
    <>
      <Text size="sm">{assignments > 0 ? words.touched(assignments) : words.touchedNone}</Text>
      {assignments > 0 && !namesPeople && (
        <Text size="xs" c="dimmed">
          {words.hidden}
        </Text>
      )}
      {listed.length > 0 && (
        <section>
          <h2 className={classes.group}>{words.group(words.people, people.length)}</h2>
          <ul className={classes.list}>
            {listed.map(({ person, cells }) => (
              <li className={classes.row} key={person.id}>
                <span className={classes.name}>{person.name}</span>
                <span className={classes.detail}>
                  {cells
                    .map(({ code, kind, role }) => `${code} ${role} · ${words.kinds[kind]}`)
                    .join(t.versions.separator)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
