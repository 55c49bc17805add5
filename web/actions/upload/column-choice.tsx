import { NativeSelect, Stack, Table, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { type ColumnValues, columnFault } from './columns.ts';
import classes from './upload.module.css';
import { type AskedTable, csvFields } from './upload.ts';
import { useUploadWords } from './words.ts';

type Props = { fileName: string; table: AskedTable; form: UseFormReturnType<ColumnValues> };

/** Which column of a table holds what, with its first rows to tell by. */
export function ColumnChoice({ fileName, table, form }: Props) {
  const { columns: words } = useUploadWords();
  const options = [
    { value: '', label: words.none },
    ...[...new Set(table.columns)].map((value) => ({ value, label: value })),
  ];
  return (
    <Stack gap="xs" component="fieldset" bd={0} p={0} m={0} miw={0}>
      <Text component="legend" fw={600}>
        {words.title(fileName)}
      </Text>
      <Text size="sm">{words.lead}</Text>
      <div className={classes['fields']}>
        {csvFields.map((field) => {
          const fault = columnFault(form.values, field);
          return (
            <NativeSelect
              key={field}
              label={words.fields[field]}
              data={options}
              {...form.getInputProps(field)}
              error={form.errors[field] && fault ? words[fault] : null}
            />
          );
        })}
        <NativeSelect
          label={words.zone}
          data={[
            { value: 'local', label: words.zones.local },
            { value: 'utc', label: words.zones.utc },
          ]}
          {...form.getInputProps('zone')}
        />
      </div>
      <Table.ScrollContainer minWidth={360} mah={220}>
        <Table aria-label={words.preview} verticalSpacing={4} className={classes['cell'] ?? ''}>
          <Table.Thead>
            <Table.Tr>
              {table.columns.map((name, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                <Table.Th key={`${column} ${name}`}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.rows.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the file
              <Table.Tr key={place}>
                {table.columns.map((name, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                  <Table.Td key={`${column} ${name}`}>{row[column]}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
