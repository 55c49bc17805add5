import { Switch, UnstyledButton } from '@mantine/core';
import type { Map as MapLibre } from 'maplibre-gl';
import { useDeskWords } from '../i18n/desk.ts';
import { useI18n } from '../i18n/index.tsx';
import type { ChangeView } from '../state/view.ts';
import classes from './dock.module.css';
import { How } from './how.tsx';
import { useLiveFeed } from './live-feed.ts';
import { useNow } from './use-now.ts';

type Props = { map: MapLibre | null; live: boolean; change: ChangeView };

/** Who is on duty and where they were last, the freshest first; a click looks there. */
export default function LivePanel({ map, live, change }: Props) {
  const { live: words } = useDeskWords();
  const { t } = useI18n();
  const { positions, state } = useLiveFeed(live);
  const now = useNow();
  const sorted = positions.toSorted((a, b) => b.at.localeCompare(a.at));
  const note = live && state !== 'open' ? words[state] : live && sorted.length === 0 ? words.none : '';
  return (
    <>
      <div className={classes.row}>
        <strong>{words.title}</strong>
        <Switch
          size="xs"
          label={words.show}
          checked={live}
          onChange={({ currentTarget }) => change({ live: currentTarget.checked })}
        />
        {live && <span>{words.count(sorted.length)}</span>}
        <span className={classes.warning} role="status">
          {note}
        </span>
        <span className={classes.spacer} />
        <How text={words.explain} />
      </div>
      {sorted.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                {[words.who, words.device, words.age, words.precision].map((name) => (
                  <th key={name}>{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.map(({ device, deviceName, person, at, lon, lat, precisionMetres }) => (
                <tr key={device}>
                  <td>
                    <UnstyledButton
                      fz={13}
                      c="blue.8"
                      onClick={() => map?.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 12) })}
                    >
                      {person?.name ?? words.nobody}
                    </UnstyledButton>
                  </td>
                  <td>{deviceName}</td>
                  <td>{t.measures.ago(Math.max(0, (now - Date.parse(at)) / 1000))}</td>
                  <td>
                    {precisionMetres === 0 ? words.exact : words.within(t.measures.length(precisionMetres))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
