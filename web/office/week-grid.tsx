import { type PointerEvent, useState } from 'react';
import type { hours as words } from '../i18n/zh-hours.ts';
import classes from './hours.module.css';
import { dayEnd, hoursText, type WeekHours } from './hours-text.ts';

type Place = { day: number; hour: number };
type Drawn = { begun: Place; now: Place };
type Props = {
  value: readonly WeekHours[];
  words: typeof words;
  /** What was dragged over, a rectangle of days and whole hours. */
  onDraw: (window: WeekHours) => void;
};

const dayMinutes = 1_440;

/** The week as a picture on which hours are drawn: days from top to bottom, the day from left to right. */
export function WeekGrid({ value, words, onDraw }: Props) {
  const [drawn, setDrawn] = useState<Drawn>();
  const begin = (event: PointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const place = placeOf(event);
    setDrawn({ begun: place, now: place });
  };
  const end = () => {
    if (drawn) onDraw(windowOf(drawn));
    setDrawn(undefined);
  };
  return (
    <div className={classes.week}>
      <div className={classes.names} aria-hidden>
        {words.dayNames.map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <svg
        className={classes.grid}
        viewBox={`0 0 ${dayMinutes} 7`}
        preserveAspectRatio="none"
        role="img"
        aria-label={hoursText(value, words) || words.none}
        onPointerDown={begin}
        onPointerMove={(event) => drawn && setDrawn({ ...drawn, now: placeOf(event) })}
        onPointerUp={end}
        onPointerCancel={() => setDrawn(undefined)}
      >
        <Lines />
        {value.flatMap((window, index) => bars(window, `${index}`, classes.held ?? ''))}
        {drawn && bars(windowOf(drawn), 'drawn', classes.drawn ?? '')}
      </svg>
      <div className={classes.ticks} aria-hidden>
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
    </div>
  );
}

function Lines() {
  return (
    <>
      {[3, 6, 9, 12, 15, 18, 21].map((hour) => (
        <line key={`h${hour}`} className={classes.line} x1={hour * 60} x2={hour * 60} y1={0} y2={7} />
      ))}
      {[1, 2, 3, 4, 5, 6].map((day) => (
        <line key={`d${day}`} className={classes.line} x1={0} x2={dayMinutes} y1={day} y2={day} />
      ))}
    </>
  );
}

function bars({ days, from, to }: WeekHours, key: string, className: string) {
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  if (!(end > begin)) return [];
  return days.map((day) => (
    <rect
      key={`${key} ${day}`}
      className={className}
      x={begin}
      width={end - begin}
      y={day - 0.9}
      height={0.8}
    />
  ));
}

function minuteOf(clock: string): number {
  const [hour, minute] = clock.split(':').map(Number);
  return (hour ?? Number.NaN) * 60 + (minute ?? Number.NaN);
}

function placeOf({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>): Place {
  const box = currentTarget.getBoundingClientRect();
  const inside = (share: number, parts: number) =>
    Math.min(parts - 1, Math.max(0, Math.floor(share * parts)));
  return {
    day: inside((clientY - box.top) / box.height, 7) + 1,
    hour: inside((clientX - box.left) / box.width, 24),
  };
}

function windowOf({ begun, now }: Drawn): WeekHours {
  const [firstDay, lastDay] = [Math.min(begun.day, now.day), Math.max(begun.day, now.day)];
  const [firstHour, lastHour] = [Math.min(begun.hour, now.hour), Math.max(begun.hour, now.hour)];
  const clock = (hour: number) => (hour === 24 ? dayEnd : `${String(hour).padStart(2, '0')}:00`);
  return {
    days: Array.from({ length: lastDay - firstDay + 1 }, (_, index) => firstDay + index),
    from: clock(firstHour),
    to: clock(lastHour + 1),
  };
}
