import { ActionIcon, Button, NativeSelect, Slider, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Map as MapLibre } from 'maplibre-gl';
import { useCallback, useMemo, useState } from 'react';
import { deskApi } from '../api-desk.ts';
import { useDeskWords } from '../i18n/desk.ts';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import { fromLocalField, toLocalField } from '../state/local-time.ts';
import { addDays, isDay } from '../state/period.ts';
import type { ChangeView, View } from '../state/view.ts';
import { hueAt } from './colours.ts';
import classes from './dock.module.css';
import { How } from './how.tsx';
import play from './play-panel.module.css';
import { extentOf, type Mover, unpackMovers, whereaboutsAt } from './playback.ts';
import { usePlayer } from './use-player.ts';

const speeds = [1, 10, 60, 300, 600];
const usualSpeed = 300;

type Props = {
  map: MapLibre | null;
  plan: number | undefined;
  lastDay: string;
  view: View;
  change: ChangeView;
};

/** Seconds since 1970 of a local date and time, and back. */
function momentOf(text: string, timeZone: string): number {
  return Date.parse(fromLocalField(text.slice(0, 16), timeZone)) / 1000 + Number(text.slice(17, 19));
}
function textOf(instant: number, timeZone: string): string {
  const seconds = String(Math.floor(instant) % 60).padStart(2, '0');
  return `${toLocalField(new Date(instant * 1000), timeZone)}:${seconds}`;
}

/** Plays a day back on the map: who was where, at a chosen speed. */
export default function PlayPanel({ map, plan, lastDay, view, change }: Props) {
  const words = useDeskWords();
  const clock = useClock();
  const day = view.play?.slice(0, 10) ?? lastDay;
  const asked = { from: day, to: addDays(day, 1), plan, person: view.person, team: view.team };
  const query = useQuery({
    queryKey: ['tracks', 'points', asked],
    queryFn: () => deskApi.points(asked),
    enabled: plan !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const movers = useMemo(() => query.data && unpackMovers(query.data), [query.data]);
  const extent = useMemo(() => movers && extentOf(movers), [movers]);
  const start = view.play ? momentOf(view.play, clock.timeZone) : undefined;
  const onRest = useCallback(
    (instant: number) => change({ play: textOf(instant, clock.timeZone) }),
    [change, clock.timeZone],
  );
  return (
    <>
      <div className={classes.row}>
        <TextInput
          type="date"
          size="xs"
          aria-label={words.play.day}
          value={day}
          onChange={({ currentTarget: { value } }) => isDay(value) && change({ play: `${value}T00:00:00` })}
        />
        {query.isLoading && <span className={classes.quiet}>{words.play.loading}</span>}
        {movers?.length === 0 && <span className={classes.quiet}>{words.play.none}</span>}
        {query.data?.truncated && <span className={classes.warning}>{words.play.many}</span>}
        {query.isError && <ErrorNotice error={query.error} retry={() => query.refetch()} />}
        <span className={classes.spacer} />
        <How text={words.play.explain} />
      </div>
      {movers && extent && (
        <Player
          key={`${day} ${view.person} ${view.team}`}
          map={map}
          movers={movers}
          extent={extent}
          start={start}
          onRest={onRest}
        />
      )}
    </>
  );
}

type PlayerProps = {
  map: MapLibre | null;
  movers: readonly Mover[];
  extent: [from: number, to: number];
  start: number | undefined;
  onRest: (instant: number) => void;
};

function Player({ map, movers, extent, start, onRest }: PlayerProps) {
  const words = useDeskWords();
  const clock = useClock();
  const [speed, setSpeed] = useState(usualSpeed);
  const [listed, setListed] = useState(false);
  const [from, to] = extent;
  const begin = Math.min(Math.max(start ?? from, from), to);
  const { instant, playing, seek, toggle } = usePlayer({ map, movers, extent, start: begin, speed, onRest });
  const timeOf = (at: number) => clock.timeOfSecond(at * 1000);
  const states = movers.map(({ runs }) => whereaboutsAt(runs, instant).state);
  const count = (state: string) => states.filter((one) => one === state).length;
  return (
    <>
      <div className={play.bar}>
        <ActionIcon size={34} aria-label={playing ? words.play.pause : words.play.play} onClick={toggle}>
          <Icon name={playing ? 'pause' : 'play'} />
        </ActionIcon>
        <output className={play.clock} data-moment={textOf(instant, clock.timeZone)}>
          {timeOf(instant)}
        </output>
        <Slider
          className={play.slider ?? ''}
          min={from}
          max={to}
          step={1}
          value={instant}
          label={(at) => timeOf(at)}
          thumbLabel={words.play.moment}
          onChange={seek}
          onChangeEnd={onRest}
        />
        <NativeSelect
          size="xs"
          aria-label={words.play.speed}
          data={speeds.map((value) => ({ value: String(value), label: words.play.times(value) }))}
          value={String(speed)}
          onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}
        />
      </div>
      <div className={classes.row}>
        <span role="status">{words.play.counts(count('moving'), count('silent'))}</span>
        <span className={classes.spacer} />
        <Button size="compact-xs" variant="subtle" aria-expanded={listed} onClick={() => setListed(!listed)}>
          {words.play.showList}
        </Button>
      </div>
      {listed && <MoverTable movers={movers} instant={instant} />}
    </>
  );
}

function MoverTable({ movers, instant }: { movers: readonly Mover[]; instant: number }) {
  const { play: words } = useDeskWords();
  const { t } = useI18n();
  const nameOf = ({ name, deviceName }: Mover) =>
    name ?? (deviceName === null ? words.stranger : `${deviceName} (${words.nobody})`);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{words.who}</th>
            <th>{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {movers.map((mover, index) => {
            const place = whereaboutsAt(mover.runs, instant);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: two strangers differ in nothing but their place
              <tr key={index}>
                <td>
                  <span className={play.dot} style={{ background: hueAt(index) }} />
                  {nameOf(mover)}
                </td>
                <td>
                  {place.state === 'silent'
                    ? words.silentFor(t.measures.duration(instant - place.since))
                    : words.states[place.state]}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
