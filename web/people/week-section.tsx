import { Text } from '@mantine/core';
import type { PersonFile } from '../types-office.ts';
import { FileSection } from './file-section.tsx';
import { usePeopleWords } from './people-words.ts';
import { WeekGrid } from './week-grid.tsx';

/** When a person is available. */
export function WeekSection({ file: { availability } }: { file: PersonFile }) {
  const words = usePeopleWords();
  return (
    <FileSection
      title={words.page.availability}
      empty={availability === null ? words.week.anyTime : undefined}
    >
      {availability && <WeekGrid windows={availability} />}
      {availability?.length === 0 && (
        <Text size="sm" c="orange.9">
          {words.week.never}
        </Text>
      )}
    </FileSection>
  );
}
