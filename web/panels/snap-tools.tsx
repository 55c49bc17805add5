import { Alert, Button, Text } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import classes from '../pages/compare.module.css';
import { ErrorNotice } from '../shell/error-notice.tsx';
import type { Snapping } from '../state/snapping.ts';
import type { SnapRequest } from '../types-versions.ts';

type Props = { snapping: Snapping; request: SnapRequest; label: string };

/** One way to make the two layers fit: looked at first, then done. */
export function SnapTools({ snapping, request, label }: Props) {
  const words = useI18n().t.versions.crosswalk.snap;
  const isLooked = snapping.key === JSON.stringify(request);
  const { previewed } = snapping;
  return (
    <div className={classes.tools} role="toolbar" aria-label={label}>
      <Text span size="sm">
        {label}
        {isLooked && previewed && (
          <Text size="xs" c="dimmed" role="status">
            {words.previewed(previewed.changed.length)}
            {previewed.caused.length > 0 && words.caused(previewed.caused.length)}
          </Text>
        )}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        aria-pressed={isLooked}
        disabled={snapping.isBusy}
        onClick={() => snapping.preview(isLooked ? null : request)}
      >
        {isLooked ? words.stopPreview : words.preview}
      </Button>
      <Button size="compact-xs" disabled={snapping.isBusy} onClick={() => snapping.snap(request)}>
        {words.apply}
      </Button>
    </div>
  );
}

/** What the last move of borders did, or why it did nothing, and how it is taken back. */
export function SnapNotice({ snapping }: { snapping: Snapping }) {
  const words = useI18n().t.versions.crosswalk.snap;
  const { offer, made, error } = snapping;
  return (
    <>
      {offer === 'other-way' && (
        <Text size="sm" c="dimmed" mt="xs">
          {words.otherWay}
        </Text>
      )}
      {error && <ErrorNotice error={error} />}
      {made && (
        <Alert color="teal" mt="xs" role="status">
          {words.made(made.changed.length)}{' '}
          <Button size="compact-xs" variant="default" disabled={snapping.isBusy} onClick={snapping.undo}>
            {words.undo}
          </Button>
        </Alert>
      )}
    </>
  );
}
