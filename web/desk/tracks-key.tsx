import { NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { useDeskWords } from '../i18n/desk.ts';
import { useI18n } from '../i18n/index.tsx';
import { type ColourKey, movementColours } from '../map/track-colours.ts';
import { type ChangeView, tracksModes, type View } from '../state/view.ts';
import type { LineTrack } from '../types.ts';
import classes from './tracks-key.module.css';

type Props = { view: View; tracks: readonly LineTrack[]; colours: readonly ColourKey[]; change: ChangeView };

/** By what the tracks are coloured, whose are shown, and what the lines mean. */
export default function TracksKey({ view, tracks, colours, change }: Props) {
  const { tracks: words } = useDeskWords();
  const { t } = useI18n();
  const mode = view.tracks ?? 'person';
  const people = namesOf(tracks.flatMap(({ person }) => person ?? []));
  const teams = namesOf(tracks.flatMap((track) => track.teams));
  return (
    <div className={classes.key}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={words.by}
        data={tracksModes.map((value) => ({ value, label: words.modes[value] }))}
        value={mode}
        onChange={(value) => change({ tracks: tracksModes.find((one) => one === value) })}
      />
      <Choice
        label={words.person}
        all={words.everybody}
        names={people}
        value={view.person}
        onChange={(person) => change({ person, track: undefined })}
      />
      <Choice
        label={words.team}
        all={words.everyTeam}
        names={teams}
        value={view.team}
        onChange={(team) => change({ team, track: undefined })}
      />
      <ul className={classes.colours}>
        {mode === 'movement'
          ? (['foot', 'vehicle', 'standing'] as const).map((movement) => (
              <Colour key={movement} colour={movementColours[movement]} name={words.movements[movement]} />
            ))
          : colours.map((one) => (
              <Colour key={one.id} colour={one.colour} name={one.name ?? words[one.id]} count={one.tracks} />
            ))}
        <li>
          <span className={classes.gap} />
          <span>{t.map.legend.gap}</span>
        </li>
      </ul>
      <Switch
        size="xs"
        label={words.flagged}
        checked={view.flagged}
        onChange={({ currentTarget }) => change({ flagged: currentTarget.checked })}
      />
    </div>
  );
}

function namesOf(named: readonly { id: number; name: string }[]): [id: number, name: string][] {
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return [...names].sort(([, a], [, b]) => a.localeCompare(b, 'zh-CN'));
}

type ChoiceProps = {
  label: string;
  all: string;
  names: readonly [id: number, name: string][];
  value: number | undefined;
  onChange: (id: number | undefined) => void;
};

function Choice({ label, all, names, value, onChange }: ChoiceProps) {
  if (names.length === 0 && value === undefined) return null;
  const isKnown = value === undefined || names.some(([id]) => id === value);
  const options = [
    { value: '', label: all },
    ...names.map(([id, name]) => ({ value: String(id), label: name })),
    ...(isKnown ? [] : [{ value: String(value), label: String(value) }]),
  ];
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      data={options}
      value={value === undefined ? '' : String(value)}
      onChange={({ currentTarget }) => onChange(Number(currentTarget.value) || undefined)}
    />
  );
}

function Colour({ colour, name, count }: { colour: string; name: string; count?: number }) {
  return (
    <li>
      <span className={classes.line} style={{ background: colour }} />
      <span className="truncate" title={name}>
        {name}
      </span>
      {count !== undefined && <span className={classes.count}>{count}</span>}
    </li>
  );
}
