import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { alertsApi } from '../api-alerts.ts';
import { Icon } from '../shell/icon.tsx';
import classes from './bell.module.css';
import { listenToAlerts } from './listen.ts';
import { shortCount } from './short-count.ts';
import { useAlertWords } from './words.ts';

/** How many alerts are unread, kept up to date as they come. */
export default function Bell() {
  const words = useAlertWords();
  const client = useQueryClient();
  const counts = useQuery({ queryKey: ['alerts', 'counts'], queryFn: alertsApi.counts, staleTime: 60_000 });
  const said = useRef(words);
  said.current = words;
  useEffect(
    () =>
      listenToAlerts({
        changed: () => void client.invalidateQueries({ queryKey: ['alerts'] }),
        alerts: (count) => {
          void client.invalidateQueries({ queryKey: ['alerts'] });
          // Of several windows the one that is looked at says so.
          if (document.visibilityState === 'visible')
            notifications.show({ id: 'alerts', message: said.current.fresh(count), color: 'orange' });
        },
      }),
    [client],
  );
  const unread = counts.data?.unread ?? 0;
  return (
    <Link
      href="/alerts"
      className={classes.bell ?? ''}
      aria-label={unread > 0 ? words.bell(shortCount(unread)) : words.bellNone}
    >
      <Icon name="bell" />
      {unread > 0 && <span className={classes.count}>{shortCount(unread)}</span>}
    </Link>
  );
}
