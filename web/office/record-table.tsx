import { Box, Button, Center, Skeleton, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import classes from './record-table.module.css';
import type { List } from './use-list.ts';

type Column<T> = {
  name: string;
  numeric?: boolean;
  /** Text is cut with an ellipsis and shown whole as a title; anything else is drawn as it is. */
  show: (row: T) => ReactNode;
};

/** What a table needs of a list: one that is whole has no further page. */
type Rows<T> = Pick<List<T>, 'rows' | 'error' | 'hasNextPage' | 'isFetchingNextPage'> & {
  refetch: () => unknown;
  fetchNextPage: () => unknown;
};

type Props<T> = {
  list: Rows<T>;
  columns: Column<T>[];
  rowKey: (row: T) => string | number;
  /** What to do where there is nothing yet. */
  empty: string;
  label: string;
  /** In pixels; narrower screens scroll it, and phones show a card a row. */
  minWidth?: number;
};

/** The rows of a list with its loading, empty and failed states, and a button for the next page. */
export function RecordTable<T>({ list, columns, rowKey, empty, label, minWidth = 640 }: Props<T>) {
  const { t } = useI18n();
  if (list.error && !list.rows) return <ErrorNotice error={list.error} retry={() => void list.refetch()} />;
  if (!list.rows) return <Placeholder />;
  if (list.rows.length === 0) return <Empty text={empty} />;
  return (
    <Stack gap="sm">
      <Box className={classes.scroll} __vars={{ '--least-width': `${minWidth}px` }}>
        {/* Roles are said: browsers forget them where a row is laid out as a card. */}
        <Table role="table" aria-label={label} highlightOnHover verticalSpacing="xs">
          <Table.Thead role="rowgroup">
            <Table.Tr role="row">
              {columns.map((column) => (
                <Table.Th
                  key={column.name}
                  role="columnheader"
                  className={column.numeric ? (classes.numeric ?? '') : ''}
                >
                  {column.name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {list.rows.map((row) => (
              <Table.Tr role="row" key={rowKey(row)}>
                {columns.map((column) => (
                  <RecordCell key={column.name} {...column} content={column.show(row)} />
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Box>
      {list.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t.common.more}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

type CellProps = { name: string; numeric?: boolean; content: ReactNode };

function RecordCell({ name, numeric, content }: CellProps) {
  const isText = typeof content === 'string';
  const looks = [isText && `truncate ${classes.cell}`, numeric && classes.numeric].filter(Boolean);
  return (
    <Table.Td
      role="cell"
      className={looks.join(' ')}
      {...(name !== '' && { 'data-column': name })}
      {...(isText && { title: content })}
    >
      {content}
    </Table.Td>
  );
}

function Placeholder() {
  const { t } = useI18n();
  return (
    <Stack gap="xs" role="status" aria-label={t.shell.loading}>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={34} />
      ))}
    </Stack>
  );
}

function Empty({ text }: { text: string }) {
  return (
    <Center mih={140}>
      <Text c="dimmed" ta="center" maw="52ch">
        {text}
      </Text>
    </Center>
  );
}
