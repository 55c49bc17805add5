import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../api.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import type { TrackRow } from '../types-office.ts';
import { useDeviceWords } from './device-words.ts';

const shown = 10;
const dayMs = 86_400_000;

/** The latest tracks of a device, each on the map and as a file. */
export function TrackList({ deviceId }: { deviceId: number }) {
  const { t } = useI18n();
  const deviceWords = useDeviceWords();
  const words = deviceWords.one;
  const clock = useClock();
  const found = useQuery({
    queryKey: ['devices', deviceId, 'tracks'],
    queryFn: () => officeApi.tracks({ device: deviceId, limit: shown }),
  });
  const onMap = (track: TrackRow) => {
    const nextDay = new Date(Date.parse(track.to) + dayMs);
    return `/?tracks=1&track=${track.id}&from=${clock.isoDate(track.from)}&to=${clock.isoDate(nextDay)}`;
  };
  return (
    <Stack gap={2}>
      <Title order={2} size="h5">
        {words.tracks}
      </Title>
      {found.data?.tracks.length === 0 && <Text size="sm">{words.noTracks}</Text>}
      {found.data?.tracks.map((track) => (
        <Text size="sm" key={track.id}>
          {clock.fullDateTime(track.from)} – {clock.time(track.to)}
          {track.metres !== null && ` · ${t.measures.length(track.metres)}`}
          {track.fixes !== null && ` · ${t.map.track.fixCount(track.fixes, track.flagged ?? 0)}`}
          {' · '}
          <Anchor component={Link} href={onMap(track)} size="sm">
            {words.onMap}
          </Anchor>
          {' · '}
          <Anchor href={api.trackGpx(track.id)} download size="sm">
            {words.gpx}
          </Anchor>
        </Text>
      ))}
    </Stack>
  );
}
