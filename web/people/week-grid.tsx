import { type PointerEvent, useRef, useState } from 'react';
import { hoursOf, paintWindows, type WeekWindow } from '../../server/people/week.ts';
import { useI18n } from '../i18n/index.tsx';
import { usePeopleWords } from './people-words.ts';
import classes from './week.module.css';

const hourMinutes = 60;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekDays = [1, 2, 3, 4, 5, 6, 7];

type Props = {
  windows: readonly WeekWindow[];
  /** Absent where the week is only read. */
  onChange?: (windows: WeekWindow[]) => void;
};

type Stroke = { isAdding: boolean };

/**
 * The week as seven bars of a day each. Where it may be changed, hours are painted with the pointer, or with the space
 * bar; the first hour of a stroke says whether it adds or takes out.
 */
export function WeekGrid({ windows, onChange }: Props) {
  const words = usePeopleWords().week;
  const stroke = useRef<Stroke | null>(null);
  const [focus, setFocus] = useState({ day: 1, hour: 8 });
  const total = weekDays.reduce((sum, day) => sum + minutesIn(day, windows), 0) / hourMinutes;
  const isFull = (day: number, hour: number) =>
    hoursOf(day, windows).some(
      ({ from, to }) => from <= hour * hourMinutes && to >= (hour + 1) * hourMinutes,
    );
  const paint = (day: number, hour: number, isAdded: boolean) =>
    onChange?.(
      paintWindows(windows, { day, from: hour * hourMinutes, to: (hour + 1) * hourMinutes }, isAdded),
    );
  const over = (event: PointerEvent) => {
    if (!stroke.current) return;
    const at = cellAt(event);
    if (at && isFull(at.day, at.hour) !== stroke.current.isAdding)
      paint(at.day, at.hour, stroke.current.isAdding);
  };
  return (
    <figure className={classes.week} aria-label={words.picture}>
      <div
        className={`${classes.grid} ${onChange ? classes.changed : classes.read}`}
        onPointerMove={over}
        onPointerUp={() => {
          stroke.current = null;
        }}
        onPointerLeave={() => {
          stroke.current = null;
        }}
      >
        <span />
        <div className={classes.scale} aria-hidden>
          {[0, 6, 12, 18, 24].map((hour) => (
            <span key={hour} style={{ insetInlineStart: `${(hour / 24) * 100}%` }}>
              {hour}
            </span>
          ))}
        </div>
        {!onChange && <span />}
        {weekDays.map((day) => (
          <Day
            key={day}
            day={day}
            windows={windows}
            focus={onChange && focus.day === day ? focus.hour : undefined}
            begin={
              onChange &&
              ((hour) => {
                stroke.current = { isAdding: !isFull(day, hour) };
                setFocus({ day, hour });
                paint(day, hour, !isFull(day, hour));
              })
            }
            move={(byDays, byHours) =>
              setFocus((before) => ({
                day: Math.max(1, Math.min(7, before.day + byDays)),
                hour: Math.max(0, Math.min(23, before.hour + byHours)),
              }))
            }
          />
        ))}
      </div>
      <figcaption>{words.hoursAWeek(String(Math.round(total * 10) / 10))}</figcaption>
    </figure>
  );
}

type DayProps = {
  day: number;
  windows: readonly WeekWindow[];
  focus: number | undefined;
  begin: ((hour: number) => void) | undefined;
  move: (byDays: number, byHours: number) => void;
};

const arrows: Record<string, [days: number, hours: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function Day({ day, windows, focus, begin, move }: DayProps) {
  const { t } = useI18n();
  const words = usePeopleWords().week;
  const held = hoursOf(day, windows);
  const name = words.days[day - 1] ?? '';
  const said = t.common.list(held.map(({ from, to }) => `${clock(from)}–${clock(to)}`));
  return (
    <>
      <span className={classes.day}>{name}</span>
      <div className={classes.bar} title={said ? `${name} ${said}` : name}>
        {held.map(({ from, to }) => (
          <i key={from} style={{ insetInlineStart: share(from), width: share(to - from) }} />
        ))}
        {begin &&
          hours.map((hour) => (
            <button
              key={hour}
              type="button"
              data-hour={`${day} ${hour}`}
              tabIndex={hour === focus ? 0 : -1}
              aria-label={`${name} ${clock(hour * hourMinutes)}–${clock((hour + 1) * hourMinutes)}`}
              aria-pressed={held.some(
                ({ from, to }) => from <= hour * hourMinutes && to >= (hour + 1) * hourMinutes,
              )}
              onPointerDown={(event) => {
                event.currentTarget.releasePointerCapture(event.pointerId);
                begin(hour);
              }}
              onKeyDown={(event) => {
                const arrow = arrows[event.key];
                if (arrow) {
                  event.preventDefault();
                  move(...arrow);
                  focusOn(event.currentTarget, day + arrow[0], hour + arrow[1]);
                } else if (event.key === ' ') {
                  event.preventDefault();
                  begin(hour);
                }
              }}
            />
          ))}
      </div>
      {!begin && <span className={classes.said}>{said}</span>}
    </>
  );
}

function focusOn(from: Element, day: number, hour: number): void {
  from.closest('figure')?.querySelector<HTMLElement>(`[data-hour="${day} ${hour}"]`)?.focus();
}

/** With a finger every movement is said to be over the hour where it began; what is below the finger is asked for. */
function cellAt(event: PointerEvent): { day: number; hour: number } | undefined {
  const said = document
    .elementFromPoint(event.clientX, event.clientY)
    ?.closest('[data-hour]')
    ?.getAttribute('data-hour');
  if (!said) return undefined;
  const [day = 1, hour = 0] = said.split(' ').map(Number);
  return { day, hour };
}

const minutesIn = (day: number, windows: readonly WeekWindow[]) =>
  hoursOf(day, windows).reduce((sum, { from, to }) => sum + to - from, 0);
const share = (minutes: number) => `${(minutes / 1_440) * 100}%`;
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
