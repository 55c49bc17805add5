import { Alert, Group, Stack, Table, Text } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import type { ImportPreview } from '../types-office.ts';
import { ImportDrawing } from './import-drawing.tsx';
import { ImportPoints } from './import-points.tsx';
import classes from './office.module.css';

/** What a file holds before it is taken over: its shapes, the mapping of its fields, and its problems. */
export function ImportReview({ preview }: { preview: ImportPreview }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  return (
    <Stack gap="sm">
      <Group gap="xl">
        <Text fw={600}>{words.features(preview.features)}</Text>
        <Text c={preview.problems.length > 0 ? 'red' : 'dimmed'}>
          {words.problems(preview.problems.length)}
        </Text>
      </Group>
      {preview.preview && <ImportDrawing collection={preview.preview} />}
      {preview.preview && preview.kind === 'visit-points' && <ImportPoints collection={preview.preview} />}
      {preview.fields.length > 0 && <Fields preview={preview} />}
      {preview.problems.length > 0 && (
        <Alert color="yellow">
          <Stack gap={2} className={classes.problems ?? ''}>
            {preview.problems.slice(0, 100).map(({ index, reason }) => (
              <Text size="sm" key={`${index} ${reason}`}>
                {index === null ? reason : `${words.record(index)}: ${reason}`}
              </Text>
            ))}
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}

function Fields({ preview }: { preview: ImportPreview }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  return (
    <Table.ScrollContainer minWidth={360} mah={200}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.field}</Table.Th>
            <Table.Th>{words.sample}</Table.Th>
            <Table.Th>{words.takenAs}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.fields.map(({ name, sample, mappedTo }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td className={`truncate ${classes.cell}`}>
                {sample === undefined ? '' : String(sample)}
              </Table.Td>
              <Table.Td>
                {mappedTo ? (words.ours[mappedTo] ?? mappedTo) : <Text c="dimmed">{words.notTaken}</Text>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
