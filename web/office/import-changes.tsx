import { Alert, Stack, Text } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import type { ImportChange } from '../types-office.ts';
import classes from './office.module.css';

/** What is listed in full; the answer holds the rest. */
const shownAtMost = 2_000;

/** Everything that cleaning changed, record by record. */
export function ImportChanges({ changes }: { changes: readonly ImportChange[] }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  if (changes.length === 0) return <Text c="dimmed">{words.changes(0)}</Text>;
  return (
    <Alert color="blue" title={words.changes(changes.length)}>
      <Stack gap={2} className={classes.problems ?? ''}>
        {changes.slice(0, shownAtMost).map((change, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed once it is answered.
          <Text size="sm" key={place}>
            {words.changeKinds[change.kind]} · {change.indexes.map(words.record).join(', ')}
            {change.areaSquareMetres > 0 && ` · ${areaText(change.areaSquareMetres)}`}: {change.reason}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

function areaText(squareMetres: number): string {
  if (squareMetres >= 100_000) return `${(squareMetres / 1e6).toPrecision(3)} km²`;
  return `${squareMetres >= 1 ? Math.round(squareMetres) : squareMetres.toPrecision(1)} m²`;
}
