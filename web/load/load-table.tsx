import { Table, Text } from '@mantine/core';
import type { LoadAnswer, LoadMeasure, PersonLoad } from '../../server/load/load.ts';
import { useI18n } from '../i18n/index.tsx';
import { PersonLink } from '../office/person-link.tsx';
import classes from './load.module.css';
import type { LoadWords } from './words.ts';

export type LoadOrder = { sort: LoadMeasure; order: 'most' | 'least' };
type Groups = ReadonlyMap<string, LoadAnswer['groups'][number]>;

const measures: readonly LoadMeasure[] = ['cells', 'households', 'minutes'];

type Props = {
  people: readonly PersonLoad[];
  groups: Groups;
  words: LoadWords;
  order: LoadOrder;
  onOrder: (order: LoadOrder) => void;
  /** The names open the files. */
  isLinked: boolean;
};

/** A row for everybody, with a bar for each measure; a click on a measure sorts by it, a second one turns it round. */
export function LoadTable({ people, groups, words, order, onOrder, isLinked }: Props) {
  const { t } = useI18n();
  const most = (measure: LoadMeasure) =>
    Math.max(
      1,
      ...people.map((one) => one[measure]),
      ...[...groups.values()].map((group) => group[measure].median),
    );
  const widest = new Map(measures.map((measure) => [measure, most(measure)]));
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table className={classes.table ?? ''} aria-label={t.pages.load} verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.person}</Table.Th>
            {measures.map((measure) => (
              <Table.Th key={measure} aria-sort={sortOf(measure, order)}>
                <button
                  type="button"
                  className={classes.sort}
                  aria-pressed={order.sort === measure}
                  title={words.sortBy(words.measures[measure])}
                  onClick={() => onOrder(turned(measure, order))}
                >
                  {words.measures[measure]}
                  {order.sort === measure && (order.order === 'most' ? ' ↓' : ' ↑')}
                </button>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((one) => (
            <Table.Tr key={one.person.id}>
              <Table.Td className={classes.name ?? ''}>
                <div className="truncate" title={`${one.person.name} · ${one.person.number}`}>
                  {isLinked ? <PersonLink person={one.person} /> : one.person.name}
                </div>
                <Text size="xs" c="dimmed" truncate>
                  {t.words.personKinds[one.person.kind]}
                  {one.areas > 0 && ` · ${words.areas(one.areas)}`}
                </Text>
              </Table.Td>
              {measures.map((measure) => (
                <Table.Td key={measure}>
                  <Bar
                    value={one[measure]}
                    standing={one.standing[measure]}
                    median={groups.get(one.person.kind)?.[measure].median ?? 0}
                    most={widest.get(measure) ?? 1}
                    words={words}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function sortOf(measure: LoadMeasure, { sort, order }: LoadOrder) {
  if (sort !== measure) return 'none';
  return order === 'most' ? 'descending' : 'ascending';
}

function turned(measure: LoadMeasure, { sort, order }: LoadOrder): LoadOrder {
  if (sort !== measure) return { sort: measure, order: 'most' };
  return { sort, order: order === 'most' ? 'least' : 'most' };
}

type BarProps = {
  value: number;
  standing: PersonLoad['standing'][LoadMeasure];
  median: number;
  most: number;
  words: LoadWords;
};

function Bar({ value, standing, median, most, words }: BarProps) {
  const percent = (amount: number) => `${Math.min(100, (amount / most) * 100)}%`;
  const said = value.toLocaleString();
  return (
    <span
      className={classes.measure}
      data-standing={standing ?? undefined}
      title={words.bar(said, Math.round(median).toLocaleString())}
    >
      <span className={classes.value}>
        {said} {standing && <span className={classes.standing}>{words.standing[standing]}</span>}
      </span>
      <span className={classes.bar}>
        <span className={classes.fill} style={{ width: percent(value) }} />
        <span className={classes.median} style={{ left: percent(median) }} />
      </span>
    </span>
  );
}
