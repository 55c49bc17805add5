import { Table } from '@mantine/core';
import type { LoadAnswer } from '../../server/load/load.ts';
import { useI18n } from '../i18n/index.tsx';
import classes from './load.module.css';
import type { LoadWords } from './words.ts';

/** The middle and the ends of each kind of people. */
export function SpreadTable({ groups, words }: { groups: LoadAnswer['groups']; words: LoadWords }) {
  const { t } = useI18n();
  const said = (value: number) => Math.round(value).toLocaleString();
  const measures = ['cells', 'households', 'minutes'] as const;
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table className={classes.table ?? ''} aria-label={words.spread} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.spread}</Table.Th>
            {measures.map((measure) => (
              <Table.Th key={measure}>{words.measures[measure]}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => (
            <Table.Tr key={group.kind}>
              <Table.Td>
                {words.kindOf(t.words.personKinds[group.kind] ?? group.kind, group.cells.people)}
              </Table.Td>
              {measures.map((measure) => (
                <Table.Td key={measure}>
                  {words.spreadOf(
                    said(group[measure].median),
                    said(group[measure].p10),
                    said(group[measure].p90),
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
