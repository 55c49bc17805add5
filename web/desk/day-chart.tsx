import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { DayCounts } from '../../server/coverage/day-counts.ts';
import { useDeskWords } from '../i18n/desk.ts';
import { type Chosen, dayAt, dragged, labelledDays, moved, type Span } from './brush.ts';
import classes from './day-chart.module.css';

type Props = {
  span: Span;
  counts: readonly DayCounts[] | undefined;
  chosen: Chosen;
  today: string;
  onChoose: (chosen: Chosen) => void;
};

const steps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
};

/** A bar a day with a brush over them: dragging chooses days, and the keys move the ends of the choice. */
export function DayChart({ span, counts, chosen, today, onChoose }: Props) {
  const words = useDeskWords();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [drag, setDrag] = useState<{ start: number; now: number }>();
  const [shown, setShown] = useState<number>();
  const drawn = drag ? dragged(drag.start, drag.now, span) : chosen;
  const most = counts?.reduce((max, { obligations }) => Math.max(max, obligations), 1) ?? 1;
  const placeOf = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const box = currentTarget.getBoundingClientRect();
    return Math.floor(((clientX - box.left) / Math.max(box.width, 1)) * span.days);
  };
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const place = placeOf(event);
    setDrag({ start: nearestEnd(place, drawn, event, span), now: place });
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const place = placeOf(event);
    setShown(place >= 0 && place < span.days ? place : undefined);
    if (drag) setDrag({ ...drag, now: place });
  };
  const end = () => {
    if (!drag) return;
    onChoose(dragged(drag.start, drag.now, span));
    setDrag(undefined);
  };
  const press = (which: 'first' | 'last') => (event: KeyboardEvent) => {
    const by = event.key === 'Home' ? -span.days : event.key === 'End' ? span.days : steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onChoose(moved(clampedTo(chosen, span), which, by, span));
  };
  const percent = (days: number) => `${(Math.min(Math.max(days, 0), span.days) / span.days) * 100}%`;
  const isSeen = drawn.last >= 0 && drawn.first < span.days;
  return (
    <div className={classes.chart} data-days={counts ? 'ready' : 'busy'}>
      <div
        ref={ref}
        className={classes.plot}
        role="img"
        aria-label={words.days.label}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => setShown(undefined)}
      >
        {Array.from({ length: span.days }, (_, index) => (
          <Bar key={dayAt(span.first, index)} counts={counts?.[index]} most={most} shown={shown === index} />
        ))}
        {isSeen && (
          <div
            className={classes.chosen}
            style={{
              insetInlineStart: percent(drawn.first),
              width: `calc(${percent(drawn.last + 1)} - ${percent(drawn.first)})`,
            }}
          />
        )}
      </div>
      {isSeen &&
        (['first', 'last'] as const).map((which) => (
          <div
            key={which}
            className={classes.end}
            style={{
              insetInlineStart: percent(which === 'first' ? drawn.first : drawn.last + 1),
              height: 74,
            }}
            role="slider"
            tabIndex={0}
            aria-label={which === 'first' ? words.days.from : words.days.to}
            aria-valuemin={0}
            aria-valuemax={span.days - 1}
            aria-valuenow={Math.min(Math.max(drawn[which], 0), span.days - 1)}
            aria-valuetext={dayAt(span.first, drawn[which])}
            onKeyDown={press(which)}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              const other = which === 'first' ? drawn.last : drawn.first;
              setDrag({ start: other, now: drawn[which] });
            }}
            onPointerMove={({ clientX, currentTarget }) => {
              const box = currentTarget.parentElement?.getBoundingClientRect();
              if (drag && box)
                setDrag({ ...drag, now: Math.floor(((clientX - box.left) / box.width) * span.days) });
            }}
            onPointerUp={end}
            onPointerCancel={() => setDrag(undefined)}
          />
        ))}
      <Axis span={span} width={width} today={today} />
      <Said day={counts?.[shown ?? -1] ?? undefined} drawn={drawn} counts={counts} />
    </div>
  );
}

/** Shift goes on from the choice that there is. */
function nearestEnd(
  place: number,
  { first, last }: Chosen,
  { shiftKey }: PointerEvent,
  { days }: Span,
): number {
  if (!shiftKey || first < 0 || last >= days) return place;
  return Math.abs(place - first) < Math.abs(place - last) ? last : first;
}

function clampedTo(chosen: Chosen, span: Span): Chosen {
  return dragged(chosen.first, chosen.last, span);
}

function Bar({ counts, most, shown }: { counts: DayCounts | undefined; most: number; shown: boolean }) {
  const parts =
    counts &&
    ([
      [classes.never, counts.never],
      [classes.unmet, counts.unmet - counts.never],
      [classes.noData, counts.noData],
      [classes.late, counts.late],
      [classes.met, counts.met],
    ] as const);
  return (
    <div className={classes.day} data-shown={shown}>
      {parts?.map(([name, count]) =>
        count > 0 ? <div key={name} className={name} style={{ height: `${(count / most) * 100}%` }} /> : null,
      )}
    </div>
  );
}

function Axis({ span, width, today }: { span: Span; width: number; today: string }) {
  return (
    <div className={classes.axis} aria-hidden="true">
      {labelledDays(span.days, width).map((index) => {
        const day = dayAt(span.first, index);
        return (
          <span
            key={day}
            style={{
              insetInlineStart: index === 0 ? 0 : `${((index + 0.5) / span.days) * 100}%`,
              fontWeight: day === today ? 600 : 400,
            }}
          >
            {index === 0 || day.endsWith('01-01') ? day : day.slice(5)}
          </span>
        );
      })}
    </div>
  );
}

/** The figures of the day under the pointer, else of all chosen days together. */
function Said({
  day,
  drawn,
  counts,
}: {
  day: DayCounts | undefined;
  drawn: Chosen;
  counts: readonly DayCounts[] | undefined;
}) {
  const words = useDeskWords();
  const chosen = counts?.slice(Math.max(0, drawn.first), Math.max(0, drawn.last + 1)) ?? [];
  const told = day ?? chosen.at(-1);
  if (!told) return <div className={classes.said} role="status" />;
  return (
    <div className={classes.said} role="status">
      <span>{words.days.said(told.day, told.met, told.obligations)}</span>
      <span>{words.days.rest(told.late, told.unmet, told.never, told.noData)}</span>
    </div>
  );
}
