import { Alert, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { officeApi } from '../../api-office.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Icon } from '../../shell/icon.tsx';
import { useClock } from '../../state/clock.tsx';
import type { RuleInput, RulePreview } from '../../types-office.ts';
import { type MissingUnit, missingUnit } from './missing-unit.ts';
import { PlacesSketch } from './places-sketch.tsx';
import classes from './rules.module.css';
import type { RuleWords } from './words.ts';

const settleMs = 350;
const mostListed = 6;

type PanelProps = {
  input: RuleInput | undefined;
  /** The rule that is being worded anew. */
  replaces: number | undefined;
  words: RuleWords;
};

/** What the rule would find, asked again when it has not changed for a moment; `input` is undefined until it is whole. */
export function PreviewPanel({ input, replaces, words }: PanelProps) {
  const [settled] = useDebouncedValue(JSON.stringify(input), settleMs);
  const asked: RuleInput | undefined = settled === undefined ? undefined : JSON.parse(settled);
  const preview = useQuery({
    queryKey: ['rule-preview', settled, replaces],
    queryFn: () =>
      officeApi.previewRule(asked ?? { name: '', kind: 'staffing', selects: {}, requires: {} }, replaces),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  });
  const isStale = preview.isPlaceholderData || settled !== JSON.stringify(input);
  return (
    <section
      className={classes.preview}
      aria-label={words.preview}
      aria-busy={isStale && input !== undefined}
    >
      <Text fw={600} size="sm">
        {words.preview}
      </Text>
      {input === undefined ? (
        <Text size="sm" c="dimmed">
          {words.waiting}
        </Text>
      ) : preview.error ? (
        <ErrorNotice error={preview.error} />
      ) : preview.data ? (
        <div className={isStale ? classes.stale : ''}>
          <Findings found={preview.data} unit={asked && missingUnit(asked)} words={words} />
        </div>
      ) : (
        <Skeleton height={120} mt={6} />
      )}
    </section>
  );
}

type FindingsProps = { found: RulePreview; unit: MissingUnit | undefined; words: RuleWords };

function Findings({ found, unit, words }: FindingsProps) {
  const clock = useClock();
  return (
    <Stack gap={8}>
      <Group gap="md">
        <Text span>{words.selected(found.selected, found.about)}</Text>
        <Text span c="teal.8">
          {words.met(found.met)}
        </Text>
        <Text span fw={600} {...(found.short > 0 && { c: 'red.8' })}>
          {words.short(found.short)}
        </Text>
        {found.resting > 0 && (
          <Text span c="dimmed">
            {words.resting(found.resting)}
          </Text>
        )}
        {found.pending > 0 && (
          <Text span c="dimmed">
            {words.pending(found.pending)}
          </Text>
        )}
        {found.missing > 0 && unit && <Text span>{words.missing[unit](found.missing)}</Text>}
      </Group>
      <Bar met={found.met} short={found.short} />
      {found.objection && (
        <Alert color="yellow" variant="light" icon={<Icon name="warning" />} role="alert">
          {found.objection}
        </Alert>
      )}
      <div className={classes.finding}>
        <PlacesSketch places={found.places} label={words.map(found.short, found.met)} />
        {found.short > 0 && <Worst found={found} unit={unit} words={words} />}
      </div>
      <Text size="xs" c="dimmed">
        {words.basis(clock.fullDateTime(found.at))}
        {found.fitting !== null && ` ${words.fitting(found.fitting)}`}
      </Text>
    </Stack>
  );
}

function Bar({ met, short }: { met: number; short: number }) {
  if (met + short === 0) return null;
  return (
    <div className={classes.bar} aria-hidden>
      <span className={classes.barMet} style={{ flexGrow: met }} />
      <span className={classes.barShort} style={{ flexGrow: short }} />
    </div>
  );
}

function Worst({ found, unit, words }: FindingsProps) {
  const listed = found.worst.slice(0, mostListed);
  const rest = found.short - listed.length;
  return (
    <div>
      <Text size="sm" fw={600}>
        {words.worst}
      </Text>
      <ul className={classes.worst}>
        {listed.map((place) => (
          <li key={`${place.cell ?? ''} ${place.area ?? ''}`}>
            <span>{place.name || place.code}</span>
            <Text span size="sm" c="red.8" ml="auto">
              {place.reached ?? (unit && words.lacks[unit](place.missing))}
            </Text>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Text size="xs" c="dimmed">
          {words.more(rest)}
        </Text>
      )}
    </div>
  );
}
