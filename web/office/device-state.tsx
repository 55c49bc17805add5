import { Badge, Group } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import type { Device } from '../types-office.ts';
import { useDeviceWords } from './device-words.ts';

/** A share of flagged fixes from here on is worth a word in a list; so is a battery below. */
const noticedShare = 0.05;
const lowBatteryPercent = 20;

export const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;

/** Everything about a device that somebody should look at, or that there is nothing. */
export function DeviceState({ device }: { device: Device }) {
  const { t } = useI18n();
  const deviceWords = useDeviceWords();
  const words = deviceWords.health;
  const clock = useClock();
  const { health } = device;
  if (!health) return null;
  const waiting = health.quarantined.reduce((sum, { count }) => sum + count, 0);
  const ahead = t.measures.duration(Math.abs(health.clockSeconds ?? 0));
  const battery = health.batteryPercent;
  const notices: [color: string, text: string | false][] = [
    ['red', health.silentSince !== null && words.silent(clock.dateTime(health.silentSince))],
    ['red', device.registrationRefusedAt !== null && words.refusedTerminal],
    ['orange', !device.hasToken && words.noToken],
    ['orange', health.clock === 'ahead' && words.clockAhead(ahead)],
    ['orange', health.clock === 'behind' && words.clockBehind(ahead)],
    [
      'orange',
      (health.flaggedShare ?? 0) >= noticedShare && words.flagged(percent(health.flaggedShare ?? 0)),
    ],
    ['orange', waiting > 0 && words.quarantined(waiting)],
    ['orange', battery !== null && battery < lowBatteryPercent && words.lowBattery(battery)],
  ];
  const shown = notices.flatMap(([color, text]) => (text ? [{ color, text }] : []));
  const calm = health.reportsSince === null ? words.resting : words.reporting;
  return (
    <Group gap={4}>
      {shown.map(({ color, text }) => (
        <Badge key={text} color={color} variant="light" tt="none" radius="sm">
          {text}
        </Badge>
      ))}
      {health.silentSince === null && (
        <Badge color={health.reportsSince === null ? 'gray' : 'teal'} variant="light" tt="none" radius="sm">
          {calm}
        </Badge>
      )}
    </Group>
  );
}
