import { Button, Loader, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { postingApi } from '../../api-posting.ts';
import { useI18n } from '../../i18n/index.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useClock } from '../../state/clock.tsx';
import type { Plan } from '../../types.ts';
import { acceptanceOf, type Changes, homesOf, withHome } from '../state/acceptance.ts';
import type { Selection } from '../state/selection.ts';
import type { PostingData } from '../state/use-posting-data.ts';
import { useStep } from '../state/use-step.ts';
import type { Homeless, Transferred } from '../types.ts';
import { useWords } from '../words.ts';
import { HomelessRow } from './homeless-row.tsx';
import classes from './panels.module.css';
import { Refusals } from './refusals.tsx';

/** More rows would be slow to draw; accepted ones make room for the next. */
const mostShown = 100;

type Props = {
  plan: Plan;
  rehoming: PostingData['rehoming'];
  /** Cells that the map is to show as proposed; looked at where somebody asked for them. */
  onPropose: (cells: Selection, isLookedAt: boolean) => void;
};

/** Assignments whose cell went with the former plan: where they go on, accepted one by one or all together. */
export function RehomeTab({ plan, rehoming, onPropose }: Props) {
  const { t } = useI18n();
  const words = useWords();
  const clock = useClock();
  const [changes, setChanges] = useState<Changes>(new Map());
  const list = rehoming.data?.assignments ?? [];
  const step = useStep({
    work: (homeless: readonly Homeless[], conflicts) =>
      postingApi.rehome(plan.id, { homes: acceptanceOf(homeless, changes), conflicts }),
    done: ({ ended, withdrawn, skippedCount }: Transferred) =>
      `${words.done.rehomed(ended + withdrawn)}${skippedCount > 0 ? words.done.skipped(skippedCount) : ''}`,
  });
  const { data } = rehoming;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list shows all of its proposal, whatever was shown
  useEffect(() => {
    const all = (data?.assignments ?? []).flatMap((homeless) => homesOf(homeless, changes));
    onPropose(new Set(all), false);
  }, [data]);
  const own = list.filter(({ isOwn }) => isOwn);
  if (rehoming.isPending)
    return (
      <p className={classes.empty}>
        <Loader size={16} /> {words.rehome.loading}
      </p>
    );
  if (rehoming.isError) return <ErrorNotice error={rehoming.error} retry={() => void rehoming.refetch()} />;
  if (list.length === 0) return <p className={classes.empty}>{words.rehome.none}</p>;
  return (
    <>
      <section className={classes.section}>
        <Text size="sm">{words.rehome.lead(clock.fullDateTime(rehoming.data.at))}</Text>
      </section>
      <ul className={`${classes.list} ${classes.tall}`} aria-label={words.tabs.rehome}>
        {list.slice(0, mostShown).map((homeless) => (
          <HomelessRow
            key={homeless.assignmentId}
            homeless={homeless}
            homes={homesOf(homeless, changes)}
            isPending={step.isPending}
            onTick={(cell, isTicked) => {
              const next = withHome(homeless, changes, cell, isTicked);
              setChanges(next);
              onPropose(new Set(homesOf(homeless, next)), false);
            }}
            onAccept={() => step.run([homeless])}
            onShow={() => onPropose(new Set(homesOf(homeless, changes)), true)}
          />
        ))}
        {list.length > mostShown && (
          <li className={classes.empty}>{words.refused.more(list.length - mostShown)}</li>
        )}
      </ul>
      <div className={classes.foot}>
        {step.refused && (
          <Refusals
            refused={step.refused}
            isPending={step.isPending}
            onRest={step.takeRest}
            onBack={step.reset}
          />
        )}
        {step.error && <ErrorNotice error={step.error} />}
        {!step.refused && (
          <Button
            fullWidth
            loading={step.isPending}
            disabled={own.length === 0}
            title={t.pages.assignments}
            onClick={() => step.run(own)}
          >
            {words.rehome.acceptAll(own.length)}
          </Button>
        )}
      </div>
    </>
  );
}
