import { Text } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import { Facts } from '../office/facts.tsx';
import { useAreaName } from '../office/names.ts';
import type { PersonFile } from '../types-office.ts';
import { usePeopleWords } from './people-words.ts';

/** What a file says about a person, contact details included. */
export function FileFacts({ file, isOwn = false }: { file: PersonFile; isOwn?: boolean }) {
  const { t } = useI18n();
  const words = usePeopleWords();
  const areaName = useAreaName();
  const said = (text: string | null) =>
    text || (
      <Text span size="sm" c="dimmed">
        {words.page.unstated}
      </Text>
    );
  return (
    <Facts
      facts={[
        [words.columns.number, file.number],
        [words.columns.kind, t.words.personKinds[file.kind] ?? file.kind],
        [words.columns.stationAreaId, said(areaName(file.stationAreaId))],
        [
          words.page.phone,
          <>
            {said(file.phone)}
            {file.phone && !isOwn && (
              <Text size="xs" c="dimmed">
                {words.page.lookRecorded}
              </Text>
            )}
          </>,
        ],
        [words.columns.organisation, said(file.organisation)],
        [words.columns.occupation, said(file.occupation)],
        [words.columns.homeAreaId, said(areaName(file.homeAreaId))],
        [words.columns.skills, said(t.common.list(file.skills))],
        [words.columns.languages, said(t.common.list(file.languages))],
        [words.columns.joinedOn, said(file.joinedOn)],
        ...(file.leftOn ? [[words.columns.leftOn, file.leftOn] satisfies [string, string]] : []),
      ]}
    />
  );
}
