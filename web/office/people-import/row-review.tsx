import { Badge, Button, Center, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { type ReviewedRow, sheetsApi } from '../../api-sheets.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useSheetWords } from '../../i18n/sheets.ts';
import { useAreaName } from '../names.ts';
import { useList } from '../use-list.ts';

type Action = ReviewedRow['action'];
const actions: readonly Action[] = ['create', 'update', 'unchanged', 'refused'];
const pageRows = 50;

/** The rows of a preview by what would become of them, with what each would write. */
export function RowReview({ id, counts }: { id: number; counts: Record<Action, number> }) {
  const words = useSheetWords();
  const [action, setAction] = useState<Action>(actions.find((one) => counts[one] > 0) ?? 'create');
  const list = useList(['imports', id, 'rows', action], async (cursor) =>
    sheetsApi.rows(id, { action, cursor, limit: pageRows }),
  );
  return (
    <Stack gap="xs">
      <SegmentedControl
        fullWidth
        size="xs"
        value={action}
        onChange={(value) => setAction(actions.find((one) => one === value) ?? 'create')}
        data={actions.map((one) => ({
          value: one,
          label: `${words.counts[one]} ${counts[one].toLocaleString()}`,
        }))}
      />
      {counts[action] === 0 ? (
        <Text c="dimmed" size="sm">
          {words.noRows}
        </Text>
      ) : (
        <Rows rows={list.rows ?? []} />
      )}
      {list.hasNextPage && (
        <Center>
          <Button
            size="compact-sm"
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {words.moreRows}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

function Rows({ rows }: { rows: readonly ReviewedRow[] }) {
  const words = useSheetWords();
  return (
    <Table.ScrollContainer minWidth={520} mah={320}>
      <Table verticalSpacing={4} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={64}>{words.rowNumber}</Table.Th>
            <Table.Th>{words.number}</Table.Th>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th>{rows[0]?.action === 'refused' ? words.why : words.what}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.index}>
              <Table.Td>{row.row}</Table.Td>
              <Table.Td>{row.number}</Table.Td>
              <Table.Td>{row.name}</Table.Td>
              <Table.Td>
                <Changes row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Changes({ row: { action, changes, reasons } }: { row: ReviewedRow }) {
  const words = useSheetWords();
  const show = useValueText();
  if (reasons.length > 0)
    return reasons.map((reason) => (
      <Text size="sm" c="red" key={reason}>
        {reason}
      </Text>
    ));
  return changes.map(({ field, before, after }) => (
    <Text size="sm" key={field}>
      <Badge size="xs" variant="light" mr={6}>
        {words.fields[field] ?? field}
      </Badge>
      {action === 'update' && (
        <Text span c="dimmed" td="line-through" mr={6}>
          {show(field, before)}
        </Text>
      )}
      {show(field, after)}
    </Text>
  ));
}

/** A value of a person's file in words. */
function useValueText() {
  const { t } = useI18n();
  const areaName = useAreaName();
  return (field: string, value: unknown): string => {
    if (value === null || value === undefined) return '';
    if (field === 'kind') return t.words.personKinds[String(value)] ?? String(value);
    if (field.endsWith('AreaId')) return areaName(Number(value));
    if (Array.isArray(value))
      return t.common.list(value.filter((one) => one !== null).map((one) => partText(one)));
    return partText(value);
  };
}

/** In which order the parts of a certificate and of a training are told. */
const partOrder = [
  ...['name', 'skill', 'number', 'issuedOn', 'expiresOn'],
  ...['heldOn', 'subject', 'hours', 'result'],
];

function partText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).toSorted(([a], [b]) => partOrder.indexOf(a) - partOrder.indexOf(b));
  const texts = parts.flatMap(([, one]) => (one === null ? [] : [String(one)]));
  return texts.join(' ');
}
