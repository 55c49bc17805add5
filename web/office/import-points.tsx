import { Stack, Table, Text } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import { usePointWords } from '../points/words.ts';
import { useClock } from '../state/clock.tsx';
import type { ImportPreview } from '../types-office.ts';

const mostShown = 50;

/** What the records of a file would become as places to be visited. */
export function ImportPoints({ collection }: { collection: NonNullable<ImportPreview['preview']> }) {
  const { t } = useI18n();
  const words = usePointWords();
  const { isoDate } = useClock();
  const points = collection.features.flatMap(({ id, point }) => (point ? [{ id, ...point }] : []));
  if (points.length === 0) return null;
  const shown = points.slice(0, mostShown);
  const hasReplacing = shown.some(({ replaces }) => replaces !== null);
  const periodText = (from: string | null, to: string | null) =>
    `${from ? isoDate(from) : '…'} – ${to ? isoDate(to) : t.office.open}`;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t.office.importFile.firstPoints(shown.length, points.length)}
      </Text>
      <Table.ScrollContainer minWidth={580} mah={220}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.label}</Table.Th>
              <Table.Th>{words.kind}</Table.Th>
              <Table.Th ta="end">{words.radius}</Table.Th>
              <Table.Th ta="end">{words.weight}</Table.Th>
              <Table.Th>{words.key}</Table.Th>
              <Table.Th>{words.period}</Table.Th>
              {hasReplacing && <Table.Th>{words.replaces}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ id, label, kind, radiusMetres, weight, key, from, to, replaces }) => (
              <Table.Tr key={id}>
                <Table.Td>{label}</Table.Td>
                <Table.Td>{words.kinds[kind]}</Table.Td>
                <Table.Td ta="end">{radiusMetres}</Table.Td>
                <Table.Td ta="end">{weight}</Table.Td>
                <Table.Td>{key ? words.key : ''}</Table.Td>
                <Table.Td>{from || to ? periodText(from, to) : words.fromNow}</Table.Td>
                {hasReplacing && <Table.Td>{replaces}</Table.Td>}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
