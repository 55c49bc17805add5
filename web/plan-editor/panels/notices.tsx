import { Alert, Button, Group, Loader, Text } from '@mantine/core';
import { Link } from 'wouter';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Icon } from '../../shell/icon.tsx';
import type { LiveEnd } from '../../types-plans.ts';
import { mostCells } from '../state/nearness.ts';
import type { PlanEditor } from '../state/use-editor.ts';
import { useWords } from '../words.ts';
import classes from './stage.module.css';

/** What has to be said over the map: the connection, a refusal, or why nothing can be edited here. */
export function Notices({ editor }: { editor: PlanEditor }) {
  const words = useWords();
  const { state, dispatch, isHeard, ended, error, reload } = editor;
  return (
    <div className={classes['top']}>
      {ended && <EndedNotice reason={ended} />}
      {state.isCut && <CutBanner editor={editor} />}
      {!isHeard && !state.isCut && (
        <div className={classes['pill']} role="status">
          <Loader size={14} />
          {words.live.unheard}
        </div>
      )}
      {state.refusal && (
        <Alert
          className={classes['card'] ?? ''}
          color="red"
          icon={<Icon name="warning" />}
          title={words.refused.title}
          role="alert"
          withCloseButton
          closeButtonLabel={words.refused.dismiss}
          onClose={() => dispatch({ type: 'dismiss' })}
        >
          <Text size="sm">{state.refusal.message}</Text>
        </Alert>
      )}
      {state.caused.length > 0 && !state.refusal && <Caused editor={editor} />}
      {error !== null && (
        <div className={classes['card']}>
          <ErrorNotice error={error} retry={reload} />
        </div>
      )}
      {error === null && <Whereabouts editor={editor} />}
    </div>
  );
}

const causedAtOnce = 3;

/** What is wrong since the last edit and was not before; it is marked on the map as well. */
function Caused({ editor: { state, dispatch } }: { editor: PlanEditor }) {
  const words = useWords();
  return (
    <Alert
      className={classes['card'] ?? ''}
      color="yellow"
      icon={<Icon name="warning" />}
      title={words.caused(state.caused.length)}
      role="status"
      withCloseButton
      closeButtonLabel={words.refused.dismiss}
      onClose={() => dispatch({ type: 'dismiss' })}
    >
      {state.caused.slice(0, causedAtOnce).map(({ id, properties }) => (
        <Text size="sm" key={id}>
          {properties.message}
        </Text>
      ))}
    </Alert>
  );
}

function Whereabouts({ editor: { state } }: { editor: PlanEditor }) {
  const words = useWords();
  if (state.nearness === 'unknown')
    return (
      <div className={classes['pill']} role="status">
        <Loader size={14} />
        {words.loading}
      </div>
    );
  if (state.nearness === 'far') return <Hint title={words.zoomIn} detail={words.zoomInDetail(mostCells)} />;
  if (state.cells.size === 0) return <Hint title={words.noCells} detail={words.noCellsDetail} />;
  return null;
}

function Hint({ title, detail }: { title: string; detail: string }) {
  return (
    <div className={classes['pill']} role="status">
      <span>
        <strong>{title}</strong> {detail}
      </span>
    </div>
  );
}

/** Nothing that was done is lost: it waits, or is given up by whoever did it. */
function CutBanner({ editor: { state, dispatch, reload } }: { editor: PlanEditor }) {
  const words = useWords();
  const giveUp = () => {
    dispatch({ type: 'drop', ids: state.outbox.map(({ id }) => id) });
    dispatch({ type: 'restored' });
    reload();
  };
  return (
    <Alert
      className={classes['card'] ?? ''}
      color="orange"
      icon={<Icon name="warning" />}
      title={words.cut.title}
      role="alert"
    >
      <Text size="sm">{words.cut.detail(state.outbox.length)}</Text>
      <Group mt={6}>
        <Button size="compact-xs" variant="light" color="orange" onClick={giveUp}>
          {words.cut.giveUp}
        </Button>
      </Group>
    </Alert>
  );
}

/** Why this draft cannot be gone on with here, and where to go instead. */
function EndedNotice({ reason }: { reason: LiveEnd }) {
  const words = useWords();
  const { title, detail } = words.live.ended[reason];
  return (
    <Alert
      className={classes['card'] ?? ''}
      color="red"
      icon={<Icon name="warning" />}
      title={title}
      role="alert"
    >
      <Text size="sm">{detail}</Text>
      <Group mt={6}>
        {reason === 'signed-out' ? (
          <Button size="compact-xs" variant="light" color="red" onClick={() => location.reload()}>
            {words.live.signIn}
          </Button>
        ) : (
          <Button size="compact-xs" variant="light" color="red" component={Link} href="/plans">
            {words.back}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
