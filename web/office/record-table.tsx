import { Button, Center, Skeleton, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import classes from './office.module.css';
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
  /** In pixels; narrower screens scroll it. */
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
      <Table.ScrollContainer minWidth={minWidth}>
        <Table aria-label={label} highlightOnHover verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.name} className={column.numeric ? (classes.numeric ?? '') : ''}>
                  {column.name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.rows.map((row) => (
              <Table.Tr key={rowKey(row)}>
                {columns.map((column) => (
                  <RecordCell key={column.name} numeric={column.numeric} content={column.show(row)} />
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
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

function RecordCell({ content, numeric }: { content: ReactNode; numeric: boolean | undefined }) {
  if (typeof content !== 'string')
    return <Table.Td className={numeric ? (classes.numeric ?? '') : ''}>{content}</Table.Td>;
  return (
    <Table.Td className={`truncate ${classes.cell} ${numeric ? classes.numeric : ''}`} title={content}>
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
