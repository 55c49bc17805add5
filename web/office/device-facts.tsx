import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { useUploadWords } from '../actions/upload/words.ts';
import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import type { Device } from '../types-office.ts';
import { percent } from './device-state.tsx';
import { useDeviceWords } from './device-words.ts';
import { Facts } from './facts.tsx';

/** How a device does, in words; whoever carries it sees the same as the chief. */
export function DeviceFacts({ device }: { device: Device }) {
  const { t } = useI18n();
  const deviceWords = useDeviceWords();
  const words = deviceWords.one;
  const clock = useClock();
  const { health } = device;
  if (!health) return null;
  const { duration } = t.measures;
  const limit = duration(health.silentAfterSeconds);
  const clocks = {
    ahead: deviceWords.health.clockAhead,
    behind: deviceWords.health.clockBehind,
    right: () => deviceWords.health.clockRight,
  };
  const when = (at: string | null) =>
    at === null ? t.office.devices.never : words.when(clock.fullDateTime(at), clock.ago(at));
  return (
    <Facts
      facts={[
        [words.lastContact, when(device.lastContactAt)],
        [words.lastFix, when(device.lastFixAt)],
        [
          words.battery,
          health.batteryPercent === null || health.batteryAt === null
            ? '—'
            : words.batteryAt(health.batteryPercent, clock.ago(health.batteryAt)),
        ],
        [
          words.clock,
          health.clock === null
            ? deviceWords.health.clockUnknown
            : clocks[health.clock](duration(Math.abs(health.clockSeconds ?? 0))),
        ],
        [
          words.habit,
          health.habitSeconds === null
            ? words.habitUnknown(limit)
            : words.habitOf(duration(health.habitSeconds), limit),
        ],
        [
          words.flagged,
          health.flaggedShare === null
            ? words.noFixes
            : words.flaggedOf(percent(health.flaggedShare), health.recentFixes),
        ],
        [words.offDuty, words.offDutyOf(health.offDutyCount)],
        [words.quarantine, <Waiting key="waiting" deviceId={device.id} reasons={health.quarantined} />],
      ]}
    />
  );
}

type WaitingProps = { deviceId: number; reasons: { reason: string; count: number }[] };

function Waiting({ deviceId, reasons }: WaitingProps) {
  const deviceWords = useDeviceWords();
  const words = deviceWords.one;
  const named: Partial<Record<string, string>> = useUploadWords().reasons;
  if (reasons.length === 0) return words.quarantineNone;
  return (
    <>
      {reasons
        .map(({ reason, count }) => `${deviceWords.reasons[reason] ?? named[reason] ?? reason} ${count}`)
        .join(' · ')}{' '}
      <Anchor component={Link} href={`/quarantine?device=${deviceId}`} size="sm">
        {words.quarantineOpen}
      </Anchor>
    </>
  );
}
