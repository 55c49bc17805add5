import { ActionIcon, SegmentedControl } from '@mantine/core';
import { useDeskWords } from '../i18n/desk.ts';
import { Icon } from '../shell/icon.tsx';
import type { MapPageData } from '../state/use-map-page.ts';
import type { ChangeView, Dock as DockName } from '../state/view.ts';
import { DaysPanel } from './days-panel.tsx';
import classes from './dock.module.css';

type Props = {
  page: MapPageData;
  dock: Exclude<DockName, 'none'>;
  change: ChangeView;
};

/** What the desk shows below the map, one thing at a time. */
export default function Dock({ page, dock, change }: Props) {
  const words = useDeskWords();
  const tabs = (['days'] as const).map((value) => ({ value, label: words.tabs[value] }));
  return (
    <section className={classes.dock} aria-label={words.label}>
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label={words.label}
          data={tabs}
          value={dock}
          onChange={(value) => change({ dock: value as DockName })}
        />
        <span className={classes.spacer} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={words.close}
          title={words.close}
          onClick={() => change({ dock: 'none' })}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      </div>
      <div className={classes.body}>
        {dock === 'days' && (
          <DaysPanel plan={page.plan?.id} bounds={page.bounds} onPeriod={(period) => change({ period })} />
        )}
      </div>
    </section>
  );
}
