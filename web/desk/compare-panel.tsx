import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { useDeskWords } from '../i18n/desk.ts';
import { useI18n } from '../i18n/index.tsx';
import { statusOrder } from '../map/palette.ts';
import { StatusMark } from '../panels/status-mark.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { useCellNames } from '../state/map-data.ts';
import type { MapPageData } from '../state/use-map-page.ts';
import { type ChangeView, comparisons, type View } from '../state/view.ts';
import type { CellStatus } from '../types.ts';
import { dayAt } from './brush.ts';
import ChangesKey from './changes-key.tsx';
import compare from './compare-panel.module.css';
import { countBy, shareMet } from './comparison.ts';
import classes from './dock.module.css';
import { How } from './how.tsx';

const mostPlaces = 30;

type Props = { page: MapPageData; view: View; change: ChangeView };

/** A period against another: how many cells are in each state, and what became of each. */
export default function ComparePanel({ page, view, change }: Props) {
  const { compare: words } = useDeskWords();
  const clock = useClock();
  const { other, otherBounds } = page;
  const dayOf = (at: string, isEnd: boolean) =>
    at.includes('T') ? clock.dateTime(at) : isEnd ? dayAt(at, -1) : at;
  const dates = ({ from, to }: { from: string; to: string }) =>
    words.dates(dayOf(from, false), dayOf(to, true));
  return (
    <>
      <div className={classes.row}>
        <strong>{words.with}</strong>
        <SegmentedControl
          size="xs"
          aria-label={words.with}
          data={['none' as const, ...comparisons].map((value) => ({ value, label: words[value] }))}
          value={view.compare ?? 'none'}
          onChange={(value) => change({ compare: comparisons.find((one) => one === value) })}
        />
        {view.compare && !otherBounds && <span className={classes.warning}>{words.nothingBefore}</span>}
        {otherBounds && <span className={classes.quiet}>{dates(otherBounds)}</span>}
        {other.isFetching && <span className={classes.quiet}>{words.loading}</span>}
        <span className={classes.spacer} />
        <How text={words.explain} />
      </div>
      {other.isError && <ErrorNotice error={other.error} retry={() => other.refetch()} />}
      {page.before && (
        <div className={compare.tables}>
          <States before={page.before} now={page.rows} />
          <Worse page={page} change={change} />
        </div>
      )}
    </>
  );
}

type Rows = ReadonlyMap<number, { status: CellStatus }>;

const statusesOf = (rows: Rows) => [...rows.values()].map(({ status }) => status);

function States({ before, now }: { before: Rows; now: Rows }) {
  const { compare: words } = useDeskWords();
  const { t } = useI18n();
  const then = useMemo(() => countBy(statusesOf(before)), [before]);
  const present = useMemo(() => countBy(statusesOf(now)), [now]);
  const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)}%`);
  const [shareThen, shareNow] = [shareMet(then), shareMet(present)];
  const points =
    shareThen === null || shareNow === null ? null : Math.round(shareNow * 100) - Math.round(shareThen * 100);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>{words.state}</th>
          {[words.now, words.other, words.difference].map((name) => (
            <th key={name} className={classes.number}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {statusOrder.map((status) => {
          const [is, was] = [present.get(status) ?? 0, then.get(status) ?? 0];
          return (
            <tr key={status}>
              <td title={t.words.statusHints[status]}>
                <span className={compare.state}>
                  <StatusMark status={status} /> {t.words.statuses[status]}
                </span>
              </td>
              <td className={classes.number}>{is}</td>
              <td className={classes.number}>{was}</td>
              <td className={classes.number}>{signed(is - was)}</td>
            </tr>
          );
        })}
        <tr>
          <td>{words.share}</td>
          <td className={classes.number}>{percent(shareNow)}</td>
          <td className={classes.number}>{percent(shareThen)}</td>
          <td className={classes.number}>{points === null ? '–' : signed(points)}</td>
        </tr>
      </tbody>
    </table>
  );
}

const signed = (difference: number) =>
  difference > 0 ? `+${difference}` : String(difference).replace('-', '−');

/** What became of the cells, and which became worse. */
function Worse({ page, change }: { page: MapPageData; change: ChangeView }) {
  const { compare: words } = useDeskWords();
  const { t } = useI18n();
  const worse = useMemo(
    () => [...page.rows.values()].filter(({ cell }) => page.changes?.get(cell) === 'worse'),
    [page.rows, page.changes],
  );
  const shown = worse.slice(0, mostPlaces);
  const names = useCellNames(
    page.plan,
    shown.map(({ cell }) => cell),
  );
  return (
    <div>
      {page.changes && <ChangesKey changes={page.changes} />}
      <div className={classes.quiet}>{worse.length === 0 ? words.noWorse : words.places}</div>
      <ul className={compare.places}>
        {shown.map(({ cell, status }) => (
          <li key={cell}>
            <UnstyledButton fz={13} c="blue.8" onClick={() => change({ cell })}>
              {names.get(cell) ?? '…'}
            </UnstyledButton>{' '}
            {t.words.statuses[status]}
          </li>
        ))}
        {worse.length > mostPlaces && (
          <li className={classes.quiet}>{words.more(worse.length - mostPlaces)}</li>
        )}
      </ul>
    </div>
  );
}
