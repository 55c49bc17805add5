import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type PastImport, sheetsApi } from '../../api-sheets.ts';
import { useSheetWords } from '../../i18n/sheets.ts';
import { useClock } from '../../state/clock.tsx';
import { UndoButton } from './undo-button.tsx';

/** The caller's imports of people, each with its undo. */
export function PastImports() {
  const words = useSheetWords();
  const past = useQuery({ queryKey: ['past-imports'], queryFn: sheetsApi.past });
  const imports = past.data?.imports ?? [];
  if (imports.length === 0) return null;
  return (
    <details>
      <summary>{words.past}</summary>
      <Stack gap="sm" mt="xs">
        {imports.slice(0, 10).map((one) => (
          <Past key={one.id} past={one} />
        ))}
      </Stack>
    </details>
  );
}

function Past({ past: { id, fileName, committedAt, undoneAt, result } }: { past: PastImport }) {
  const words = useSheetWords();
  const clock = useClock();
  return (
    <Stack gap={2}>
      <Text size="sm">
        {committedAt && clock.fullDateTime(committedAt)} · {fileName}
        {result && ` · ${words.pastResult(result.created, result.updated)}`}
      </Text>
      {undoneAt ? (
        <Text size="sm" c="dimmed">
          {words.pastUndone}
        </Text>
      ) : (
        <UndoButton id={id} />
      )}
    </Stack>
  );
}
