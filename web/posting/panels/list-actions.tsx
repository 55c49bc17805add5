import { Button, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { postingApi } from '../../api-posting.ts';
import { useI18n } from '../../i18n/index.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useClock } from '../../state/clock.tsx';
import { fromLocalField, toLocalField } from '../../state/local-time.ts';
import type { Plan } from '../../types.ts';
import { isFuture } from '../state/use-posting-data.ts';
import { useStep } from '../state/use-step.ts';
import type { PostingCell, Transferred } from '../types.ts';
import { useWords } from '../words.ts';
import type { Target } from './list-tab.tsx';
import classes from './panels.module.css';
import { Refusals } from './refusals.tsx';

const mostOffered = 50;

type Props = {
  plan: Plan;
  cells: ReadonlyMap<number, PostingCell>;
  ids: number[];
  target: Target;
  onTarget: (target: Target) => void;
  onDone: () => void;
};

type Wanted = { kind: 'end' | 'move'; ids: number[]; at: string; cellId: number };

/** What can be done with the assignments that are ticked: end them, or let them go on in another cell. */
export function ListActions({ plan, cells, ids, target, onTarget, onDone }: Props) {
  const { t } = useI18n();
  const words = useWords();
  const { timeZone } = useClock();
  const begins = isFuture(plan) && plan.from !== null ? new Date(plan.from) : undefined;
  const [at, setAt] = useState(begins ? toLocalField(begins, timeZone) : '');
  const step = useStep({
    work: ({ kind, at, cellId, ids }: Wanted, conflicts) => {
      const common = { ids, ...(at && { at: fromLocalField(at, timeZone) }), conflicts };
      return kind === 'end' ? postingApi.end(common) : postingApi.move({ ...common, cellId });
    },
    done: (output: Transferred) => {
      const count = output.ended + output.withdrawn;
      const text = output.created > 0 ? words.done.moved(count) : words.done.ended(count);
      return `${text}${output.skippedCount > 0 ? words.done.skipped(output.skippedCount) : ''}`;
    },
    after: () => {
      onTarget({ isPicking: false, cell: undefined });
      onDone();
    },
  });
  const isReady = ids.length > 0;
  const run = (kind: Wanted['kind']) => step.run({ kind, ids, at, cellId: target.cell ?? 0 });
  if (ids.length === 0 && !step.refused) return null;
  return (
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
      <Group gap="xs" align="flex-end" hidden={step.refused !== null}>
        <TextInput
          className={classes.what ?? ''}
          size="xs"
          type="datetime-local"
          label={`${words.list.chosen(ids.length)} · ${words.list.at}`}
          value={at}
          description={words.list.atNow}
          inputWrapperOrder={['label', 'input', 'description']}
          onChange={({ currentTarget }) => setAt(currentTarget.value)}
        />
        <Button size="xs" color="red" disabled={!isReady} loading={step.isPending} onClick={() => run('end')}>
          {words.list.end}
        </Button>
        <Button
          size="xs"
          variant={target.isPicking ? 'light' : 'default'}
          aria-expanded={target.isPicking}
          onClick={() => onTarget({ isPicking: !target.isPicking, cell: undefined })}
        >
          {words.list.move}
        </Button>
      </Group>
      {target.isPicking && !step.refused && (
        <Group gap="xs" align="flex-end" mt="xs">
          <Select
            className={classes.what ?? ''}
            size="xs"
            searchable
            limit={mostOffered}
            label={words.list.target}
            placeholder={words.list.targetHint}
            data={[...cells.values()].map(({ id, name, code }) => ({
              value: String(id),
              label: name && name !== code ? `${name} · ${code}` : code,
            }))}
            value={target.cell === undefined ? null : String(target.cell)}
            nothingFoundMessage={t.office.nothingFound}
            comboboxProps={{ position: 'top' }}
            onChange={(id) => onTarget({ isPicking: true, cell: id === null ? undefined : Number(id) })}
          />
          <Button
            size="xs"
            disabled={!isReady || target.cell === undefined}
            loading={step.isPending}
            onClick={() => run('move')}
          >
            {words.list.doMove}
          </Button>
        </Group>
      )}
    </div>
  );
}
