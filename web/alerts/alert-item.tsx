import { Badge, Button, Group, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Alert } from '../../server/alerts/alert.ts';
import { useI18n } from '../i18n/index.tsx';
import { mapAddress } from '../missed/map-address.ts';
import { withoutPlace } from '../missed/without-place.ts';
import { useClock } from '../state/clock.tsx';
import classes from './alerts.module.css';
import type { AlertWords } from './words.ts';

type Props = { alert: Alert; onRead: () => void; words: AlertWords };

/** What opened or became worse, where, and whether it is closed since. */
export function AlertItem({ alert, onRead, words }: Props) {
  const { t } = useI18n();
  const clock = useClock();
  const { event, kind, station, count, closed, isRead, places } = alert;
  const rest = count - places.length;
  return (
    <li className={classes.alert} data-unread={!isRead} data-event={event}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div>
          <Text fw={isRead ? 500 : 700}>{words[event](t.words.gapKinds[kind], count)}</Text>
          <Text size="xs" c="dimmed">
            {station?.name ?? words.noStation} · {clock.dateTime(alert.raisedAt)}
          </Text>
        </div>
        <Group gap="xs">
          {closed > 0 && (
            <Badge color="teal" variant="light" tt="none">
              {closed === count ? words.closed : words.closedOf(closed, count)}
            </Badge>
          )}
          {!isRead && (
            <Button size="compact-xs" variant="subtle" onClick={onRead}>
              {words.markOne}
            </Button>
          )}
        </Group>
      </Group>
      <ul className={classes.places}>
        {places.map((place) => (
          <li key={place.cell ?? -(place.area ?? 0)} data-closed={place.closedAt !== null}>
            {place.cell === undefined ? (
              <strong>{place.label}</strong>
            ) : (
              <Link href={mapAddress(place.cell, null)}>{place.label}</Link>
            )}{' '}
            <span>{withoutPlace(place.message, { code: null, name: place.label })}</span>{' '}
            <span className={classes.quiet}>
              {place.closedAt === null
                ? words.since(clock.dateTime(place.since))
                : words.closedAt(clock.dateTime(place.closedAt))}
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Link
          href={`/missed?kind=${kind}${station ? `&station=${station.id}` : ''}`}
          className={classes.more}
        >
          {words.more(rest)}
        </Link>
      )}
    </li>
  );
}
