import { Checkbox, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import type { ImportPreview } from '../types-office.ts';
import { FormDialog } from './form-dialog.tsx';
import { ImportChanges } from './import-changes.tsx';
import { ImportReview } from './import-review.tsx';
import { NumberField } from './number-field.tsx';
import { useSubmission } from './use-submission.ts';

/** Shows what is in a file, takes it over, and then what was skipped and what cleaning changed. */
export function ImportCommit({ preview, close }: { preview: ImportPreview; close: () => void }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  const [clean, setClean] = useState(true);
  const [tolerance, setTolerance] = useState<number | string>(1);
  const [fill, setFill] = useState<number | string>('');
  const isCells = preview.kind === 'cells';
  // Points and lines have nothing to be cleaned.
  const hasOutlines = !['points', 'lines', 'visit-points'].includes(preview.kind);
  const whole = useQuery({
    queryKey: ['imports', preview.id],
    queryFn: () => officeApi.previewed(preview.id),
  });
  const submission = useSubmission({
    work: () =>
      officeApi.commit(preview.id, {
        clean: hasOutlines && clean,
        ...(isCells && typeof tolerance === 'number' && { toleranceMetres: tolerance }),
        ...(isCells && typeof fill === 'number' && { fillSquareMetres: fill }),
      }),
    changes: ['imports', 'points'],
    done: (outcome) => words.done(outcome.created, outcome.updated, outcome.skipped.length),
    after: (outcome) => {
      if (outcome.skipped.length === 0 && !outcome.changes?.length) close();
    },
  });
  const committed = submission.data;
  return (
    <FormDialog
      title={words.reviewTitle}
      close={close}
      size="lg"
      submitLabel={words.commit}
      submission={submission}
      disabled={committed !== undefined || preview.features === 0}
      onSubmit={(event) => {
        event.preventDefault();
        submission.mutate(undefined);
      }}
    >
      <ImportReview preview={whole.data ?? preview} />
      {hasOutlines && (
        <Checkbox
          label={words.clean}
          description={words.cleanHint}
          checked={clean}
          onChange={(event) => setClean(event.currentTarget.checked)}
        />
      )}
      {isCells && clean && (
        <Group grow align="flex-start">
          <NumberField
            label={words.tolerance}
            description={words.toleranceHint}
            min={0}
            max={100}
            value={tolerance}
            onChange={setTolerance}
          />
          <NumberField
            label={words.fill}
            description={words.fillHint}
            min={0}
            value={fill}
            onChange={setFill}
          />
        </Group>
      )}
      {committed?.changes && <ImportChanges changes={committed.changes} />}
      {committed?.skipped.map(({ index, reason }) => (
        <Text size="sm" c="red" key={index}>
          {words.record(index)}: {reason}
        </Text>
      ))}
    </FormDialog>
  );
}
