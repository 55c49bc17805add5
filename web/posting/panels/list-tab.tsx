import { Button, Loader, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { postingApi } from '../../api-posting.ts';
import { useI18n } from '../../i18n/index.tsx';
import { usePeriodText } from '../../office/period-text.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Icon } from '../../shell/icon.tsx';
import type { Plan } from '../../types.ts';
import type { Selection } from '../state/selection.ts';
import { isFuture } from '../state/use-posting-data.ts';
import type { PostedAssignment, PostingCell } from '../types.ts';
import { useWords } from '../words.ts';
import { ListActions } from './list-actions.tsx';
import classes from './panels.module.css';

const listedAtOnce = 100;
const mostListed = 1000;
const settleMillis = 200;

export type Target = { isPicking: boolean; cell: number | undefined };

type Props = {
  plan: Plan;
  cells: ReadonlyMap<number, PostingCell>;
  selected: Selection;
  target: Target;
  onTarget: (target: Target) => void;
  onShow: (cell: number) => void;
};

/** Those who run now or begin later, of the chosen cells or else of the whole plan. */
function useAssignments(plan: Plan, selected: Selection, filter: { q: string; kind: string }) {
  const [limit, setLimit] = useState(listedAtOnce);
  const [settled] = useDebouncedValue(filter, settleMillis);
  const cellIds = [...selected].sort((a, b) => a - b);
  const query = {
    planId: plan.id,
    ...(cellIds.length > 0 && { cellIds }),
    ...(settled.q.trim() && { q: settled.q.trim() }),
    ...(settled.kind && { kind: settled.kind }),
    limit,
  };
  const list = useQuery({
    queryKey: ['posting', 'list', query],
    queryFn: () =>
      postingApi.search({
        ...query,
        since: isFuture(plan) && plan.from !== null ? plan.from : new Date().toISOString(),
      }),
    placeholderData: keepPreviousData,
  });
  const hasMore = (list.data?.next ?? null) !== null;
  return {
    list,
    rows: list.data?.assignments ?? [],
    hasMore,
    more: hasMore && limit < mostListed ? () => setLimit(Math.min(mostListed, limit * 4)) : undefined,
  };
}

/** The assignments, to be ended or moved one by one or many at once. */
export function ListTab({ plan, cells, selected, target, onTarget, onShow }: Props) {
  const { t } = useI18n();
  const words = useWords().list;
  const [filter, setFilter] = useState({ q: '', kind: '' });
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const { list, rows, hasMore, more } = useAssignments(plan, selected, filter);
  const listed = new Set(rows.map(({ id }) => id));
  const ids = [...ticked].filter((id) => listed.has(id));
  const tick = (id: number, isTicked: boolean) => {
    const next = new Set(ids);
    if (isTicked) next.add(id);
    else next.delete(id);
    setTicked(next);
  };
  return (
    <>
      <section className={classes.section}>
        <div className={classes.head}>
          <h2>{selected.size > 0 ? words.ofChosen(selected.size) : words.ofPlan}</h2>
          <span className={classes.count} aria-live="polite">
            {words.count(rows.length, hasMore)}
          </span>
          {list.isFetching && <Loader size={14} aria-label={t.shell.loading} />}
        </div>
        <div className={classes.fields}>
          <TextInput
            size="xs"
            label={words.search}
            value={filter.q}
            onChange={({ currentTarget }) => setFilter({ ...filter, q: currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            label={words.kind}
            data={[
              { value: '', label: t.common.all },
              ...Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label })),
            ]}
            value={filter.kind}
            onChange={({ currentTarget }) => setFilter({ ...filter, kind: currentTarget.value })}
          />
        </div>
        {list.isError && <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {rows.length > 0 && (
          <label className={classes.row}>
            <input
              type="checkbox"
              checked={ids.length === rows.length}
              onChange={({ currentTarget }) => setTicked(currentTarget.checked ? listed : new Set())}
            />
            {words.all}
          </label>
        )}
        {list.isSuccess && rows.length === 0 && (
          <p className={classes.empty}>{selected.size > 0 ? words.noneChosen : words.none}</p>
        )}
        <ul
          className={`${classes.list} ${classes.tall}`}
          aria-label={words.ofPlan}
          hidden={rows.length === 0}
        >
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              cell={row.cellId === null ? undefined : cells.get(row.cellId)}
              isTicked={ticked.has(row.id)}
              onTick={(isTicked) => tick(row.id, isTicked)}
              onShow={onShow}
            />
          ))}
          {more && (
            <li className={classes.empty}>
              <Button size="compact-xs" variant="light" onClick={more}>
                {t.common.more}
              </Button>
            </li>
          )}
        </ul>
      </section>
      <ListActions
        plan={plan}
        cells={cells}
        ids={ids}
        target={target}
        onTarget={onTarget}
        onDone={() => setTicked(new Set())}
      />
    </>
  );
}

type RowProps = {
  row: PostedAssignment;
  cell: PostingCell | undefined;
  isTicked: boolean;
  onTick: (isTicked: boolean) => void;
  onShow: (cell: number) => void;
};

function Row({ row, cell, isTicked, onTick, onShow }: RowProps) {
  const { t } = useI18n();
  const words = useWords().list;
  const periodText = usePeriodText();
  const place = cell?.name || cell?.code || row.place.name || row.place.code || '';
  const kind = t.words.personKinds[row.person.kind] ?? row.person.kind;
  return (
    <li className={classes.head}>
      <label className={`${classes.row} ${classes.what}`}>
        <input
          type="checkbox"
          checked={isTicked}
          aria-label={words.row(row.person.name, place)}
          onChange={({ currentTarget }) => onTick(currentTarget.checked)}
        />
        <span className={classes.what}>
          {row.person.name} · {place}
          <small>
            {kind} · {row.role} · {periodText(row.from, row.to)}
          </small>
        </span>
      </label>
      {cell && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={words.showOne(place)}
          title={words.show}
          onClick={() => onShow(cell.id)}
        >
          <Icon name="pin" size={16} />
        </Button>
      )}
    </li>
  );
}
