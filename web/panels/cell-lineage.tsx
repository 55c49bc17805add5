import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { versionsApi } from '../api-versions.ts';
import { useI18n } from '../i18n/index.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import classes from './cell-panel.module.css';
import { percent } from './change-lines.ts';

/** What the land of a cell was in the plans before; asked for on demand. */
export function CellLineage({ plan, cell }: { plan: number; cell: number }) {
  const { t } = useI18n();
  const words = t.versions.lineage;
  const [asked, setAsked] = useState<number>();
  const period = usePeriodText();
  const isAsked = asked === cell;
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['plans', plan, 'lineage', cell],
    queryFn: () => versionsApi.lineage(plan, cell),
    enabled: isAsked,
  });
  const former = data?.steps.slice(1) ?? [];
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{words.title}</h3>
      {!isAsked && (
        <Button size="compact-sm" variant="default" onClick={() => setAsked(cell)}>
          {words.show}
        </Button>
      )}
      {isAsked && error && <ErrorNotice error={error} retry={() => void refetch()} />}
      {isAsked && isFetching && !data && <Text size="sm">{t.shell.loading}</Text>}
      {isAsked && data && former.length === 0 && <Text size="sm">{words.first}</Text>}
      {isAsked &&
        former.map((step) => (
          <div key={step.plan}>
            <Text size="sm" fw={600}>
              {step.name}
            </Text>
            <Text size="xs" c="dimmed">
              {period(step.from, step.to)}
            </Text>
            <Text size="sm">
              {words.how[step.how]}
              {step.how !== 'same' &&
                `: ${step.cells.map(({ code, share }) => words.part(code, percent(share))).join(t.versions.separator)}`}
            </Text>
          </div>
        ))}
    </section>
  );
}
