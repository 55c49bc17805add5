import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { usePeopleWords } from '../people/people-words.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { useAreas } from '../state/map-data.ts';
import { holds, useSession } from '../state/session.ts';
import type { Numbering } from '../types-office.ts';

/** How numbers of people are made; who is responsible for all of the district says it. */
export default function NumberingPage() {
  const { t } = useI18n();
  const words = usePeopleWords().numbering;
  const found = useQuery({ queryKey: ['numbering'], queryFn: officeApi.numbering });
  return (
    <PageFrame title={t.pages.numbering} lead={words.lead}>
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data && <TemplateForm key={found.data.template} numbering={found.data} />}
    </PageFrame>
  );
}

function TemplateForm({ numbering }: { numbering: Numbering }) {
  const words = usePeopleWords().numbering;
  const clock = useClock();
  const [template, setTemplate] = useState(numbering.template);
  const submission = useSubmission({
    work: officeApi.changeNumbering,
    changes: ['numbering', 'people'],
    done: () => words.saved,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submission.mutate(template.trim());
      }}
    >
      <Stack gap="sm" maw={560}>
        <TextInput
          label={words.template}
          description={words.hint}
          value={template}
          readOnly={!numbering.mayChange}
          onChange={(event) => setTemplate(event.currentTarget.value)}
          ff="monospace"
        />
        <Example template={template.trim()} />
        <Text size="sm" c="dimmed">
          {numbering.changedAt && numbering.changedBy
            ? words.changed(numbering.changedBy, clock.fullDateTime(numbering.changedAt))
            : words.byDefault}
        </Text>
        {submission.error && <ErrorNotice error={submission.error} />}
        {numbering.mayChange ? (
          <Button
            type="submit"
            loading={submission.isPending}
            disabled={template.trim() === numbering.template}
            style={{ alignSelf: 'flex-start' }}
          >
            {words.save}
          </Button>
        ) : (
          <Text size="sm">{words.notYours}</Text>
        )}
      </Stack>
    </form>
  );
}

/** What the template would give a volunteer of the first station, or what is wrong with it. */
function Example({ template }: { template: string }) {
  const words = usePeopleWords().numbering;
  const isChief = holds(useSession().data, ['chief']);
  const station = useAreas().data?.find(({ properties }) => properties.kind === 'station');
  const [settled] = useDebouncedValue(template, 300);
  const found = useQuery({
    queryKey: ['people', 'next-number', 'example', settled, station?.id],
    queryFn: () => officeApi.nextNumber({ kind: 'volunteer', station: station?.id, template: settled }),
    enabled: isChief && station !== undefined && settled !== '',
    retry: false,
  });
  if (found.error) return <ErrorNotice error={found.error} />;
  if (!found.data) return null;
  return (
    <Text size="sm">
      {words.example}
      {': '}
      {station?.properties.name} → <b>{found.data.number}</b>
    </Text>
  );
}
