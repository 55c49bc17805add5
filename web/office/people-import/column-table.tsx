import { NativeSelect, Table } from '@mantine/core';
import { useSheetWords } from '../../i18n/sheets.ts';
import classes from '../office.module.css';

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
  return (
    <Table.ScrollContainer minWidth={300} mah={260}>
      <Table verticalSpacing={4} aria-label={words.columns}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.column}</Table.Th>
            <Table.Th>{words.sample}</Table.Th>
            <Table.Th>{words.takenAs}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map(({ name, sample }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td className={`truncate ${classes.cell}`}>
                {sample == null ? '' : String(sample)}
              </Table.Td>
              <Table.Td>
                <NativeSelect
                  size="xs"
                  aria-label={`${words.takenAs}: ${name}`}
                  data={options}
                  value={mapping[name] ?? ''}
                  onChange={(event) => change(name, event.currentTarget.value)}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
