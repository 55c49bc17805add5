import { Badge, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type ReviewedRow, sheetsApi } from '../../api-sheets.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useSheetWords } from '../../i18n/sheets.ts';
import { useAreaName } from '../names.ts';
import classes from '../office.module.css';
import { RecordTable } from '../record-table.tsx';
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
        className={classes.choices ?? ''}
        size="xs"
        value={action}
        onChange={(value) => setAction(actions.find((one) => one === value) ?? 'create')}
        data={actions.map((one) => ({
          value: one,
          label: `${words.counts[one]} ${counts[one].toLocaleString()}`,
        }))}
      />
      <div className={classes.problems}>
        <RecordTable
          label={words.counts[action]}
          empty={words.noRows}
          minWidth={520}
          list={list}
          rowKey={({ index }) => index}
          columns={[
            { name: words.rowNumber, show: ({ row }) => row },
            { name: words.number, show: ({ number }) => number ?? '' },
            { name: words.name, show: ({ name }) => name ?? '' },
            { name: action === 'refused' ? words.why : words.what, show: (row) => <Changes row={row} /> },
          ]}
        />
      </div>
    </Stack>
  );
}

function Changes({ row: { action, changes, reasons } }: { row: ReviewedRow }) {
  const words = useSheetWords();
  const show = useValueText();
  if (reasons.length > 0)
    return (
      <div>
        {reasons.map((reason) => (
          <Text size="sm" c="red" key={reason}>
            {reason}
          </Text>
        ))}
      </div>
    );
  return (
    <div>
      {changes.map(({ field, before, after }) => (
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
      ))}
    </div>
  );
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
