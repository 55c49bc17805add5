import { NativeSelect } from '@mantine/core';
import { useSheetWords } from '../../i18n/sheets.ts';
import classes from '../office.module.css';
import { RecordTable } from '../record-table.tsx';

type Column = { name: string; sample?: unknown };
type Props = {
  columns: readonly Column[];
  mapping: Record<string, string>;
  onChange: (mapping: Record<string, string>) => void;
};

const fields = [
  ...[
    'number',
    'name',
    'kind',
    'phone',
    'station',
    'organisation',
    'occupation',
    'skills',
    'languages',
    'home',
  ],
  ...['availability', 'joinedOn', 'leftOn', 'certificate', 'certificateSkill', 'certificateNumber'],
  ...['certificateIssuedOn', 'certificateExpiresOn', 'otherCertificates', 'trainings'],
];

/** Which column is taken as what; a field that another column takes moves over. */
export function ColumnTable({ columns, mapping, onChange }: Props) {
  const words = useSheetWords();
  const options = [
    { value: '', label: words.ignored },
    ...fields.map((field) => ({ value: field, label: words.fields[field] ?? field })),
  ];
  const change = (name: string, field: string) => {
    const others = Object.entries(mapping).filter(([column, taken]) => column !== name && taken !== field);
    onChange(Object.fromEntries(field === '' ? others : [...others, [name, field]]));
  };
  const list = { rows: [...columns], error: null, hasNextPage: false, isFetchingNextPage: false };
  return (
    <div className={classes.problems}>
      <RecordTable
        label={words.columns}
        empty=""
        minWidth={300}
        list={{ ...list, refetch: () => undefined, fetchNextPage: () => undefined }}
        rowKey={({ name }) => name}
        columns={[
          { name: words.column, show: ({ name }) => name },
          { name: words.sample, show: ({ sample }) => (sample == null ? '' : String(sample)) },
          {
            name: words.takenAs,
            show: ({ name }) => (
              <NativeSelect
                size="xs"
                aria-label={`${words.takenAs}: ${name}`}
                data={options}
                value={mapping[name] ?? ''}
                onChange={(event) => change(name, event.currentTarget.value)}
              />
            ),
          },
        ]}
      />
    </div>
  );
}
