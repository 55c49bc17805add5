import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Link } from 'wouter';
import { openAction } from '../../actions/open.ts';
import { Icon } from '../../shell/icon.tsx';
import type { Plan } from '../../types.ts';
import { keyOfTool, type Tool, tools } from '../state/tool.ts';
import type { Commands } from '../state/use-commands.ts';
import type { PlanEditor } from '../state/use-editor.ts';
import { useWords } from '../words.ts';
import classes from './editor-toolbar.module.css';
import { LinesMenu } from './lines-menu.tsx';
import { ToolIcon, type ToolIconName } from './tool-icon.tsx';

type ToolButtonProps = {
  icon: ToolIconName;
  label: string;
  hint?: string;
  shortcut?: string;
  isPressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
};

/** One tool or command: its name, what it does and its key in the tooltip. */
function ToolButton({ icon, label, hint, shortcut, isPressed, disabled = false, onClick }: ToolButtonProps) {
  const words = useWords();
  const named = shortcut ? words.shortcut(label, shortcut) : label;
  return (
    <Tooltip
      label={hint ? `${named}\n${hint}` : named}
      multiline
      maw={300}
      style={{ whiteSpace: 'pre-line' }}
      openDelay={350}
    >
      <ActionIcon
        variant={isPressed ? 'filled' : 'subtle'}
        color={isPressed ? 'ink' : 'dark'}
        size={36}
        aria-label={label}
        {...(shortcut && { 'aria-keyshortcuts': shortcut })}
        {...(isPressed !== undefined && { 'aria-pressed': isPressed })}
        disabled={disabled}
        onClick={onClick}
      >
        <ToolIcon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}

type Props = {
  plan: Plan;
  editor: PlanEditor;
  tool: Tool;
  onTool: (tool: Tool) => void;
  snaps: boolean;
  onSnaps: (snaps: boolean) => void;
  commands: Commands;
  lines: readonly number[];
  onLines: (layers: number[]) => void;
};

/** Everything that can be done, with its key. */
export function EditorToolbar(props: Props) {
  const { plan, editor, tool, onTool, snaps, onSnaps, commands, lines, onLines } = props;
  const words = useWords();
  const { selected, undoable, redoable, nearness, outbox } = editor.state;
  const isNear = nearness === 'near';
  return (
    <div className={classes['toolbar']} role="toolbar" aria-label={words.toolbar}>
      <ActionIcon
        component={Link}
        href="/plans"
        variant="subtle"
        color="dark"
        size={36}
        aria-label={words.back}
        title={words.back}
      >
        <Icon name="left" />
      </ActionIcon>
      <span className={`truncate ${classes['name']}`} title={plan.name}>
        {plan.name}
      </span>
      {tools.map((name) => (
        <ToolButton
          key={name}
          icon={name}
          label={words.tools[name]}
          hint={words.toolHints[name]}
          shortcut={keyOfTool[name].toUpperCase()}
          isPressed={tool === name}
          disabled={!isNear && name !== 'select'}
          onClick={() => onTool(name)}
        />
      ))}
      <span className={classes['divider']} />
      <ToolButton
        icon="merge"
        label={words.commands.merge}
        hint={words.commands.mergeHint}
        shortcut="M"
        disabled={selected.length < 2}
        onClick={commands.merge}
      />
      <ToolButton
        icon="remove"
        label={words.commands.remove}
        shortcut="Delete"
        disabled={selected.length === 0}
        onClick={commands.remove}
      />
      <ToolButton
        icon="undo"
        label={words.commands.undo}
        shortcut="Ctrl+Z"
        disabled={!undoable && outbox.length === 0}
        onClick={commands.undo}
      />
      <ToolButton
        icon="redo"
        label={words.commands.redo}
        shortcut="Ctrl+Shift+Z"
        disabled={!redoable}
        onClick={commands.redo}
      />
      <span className={classes['divider']} />
      <ToolButton
        icon="snap"
        label={words.commands.snap}
        hint={words.commands.snapHint}
        shortcut="N"
        isPressed={snaps}
        onClick={() => onSnaps(!snaps)}
      />
      <LinesMenu shown={lines} onShown={onLines} />
      <span className={classes['spacer']} />
      <SaveState editor={editor} />
      <Button
        size="xs"
        variant="default"
        leftSection={<ToolIcon name="generate" size={16} />}
        classNames={{ section: classes['icon'] ?? '' }}
        onClick={() => openAction('generate-cells', { planId: plan.id })}
      >
        {words.commands.generate}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<ToolIcon name="adjust" size={16} />}
        classNames={{ section: classes['icon'] ?? '' }}
        title={words.commands.adjustHint}
        onClick={() =>
          openAction('adjust-cells', {
            planId: plan.id,
            selected,
            lockedBorders: editor.state.locks.map(({ cells }) => cells),
          })
        }
      >
        {words.commands.adjust}
      </Button>
      <Button
        size="xs"
        leftSection={<ToolIcon name="publish" size={16} />}
        classNames={{ section: classes['icon'] ?? '' }}
        onClick={() => openAction('publish-plan', { planId: plan.id })}
      >
        {words.commands.publish}
      </Button>
    </div>
  );
}

/** Whether everything that was done has arrived. */
function SaveState({ editor: { state } }: { editor: PlanEditor }) {
  const words = useWords();
  const { outbox, isCut } = state;
  const text = outbox.length === 0 ? words.saved : isCut ? words.pending(outbox.length) : words.saving;
  return (
    <span
      className={classes['state']}
      role="status"
      data-outbox={outbox.length}
      data-revision={state.revision}
    >
      {text}
    </span>
  );
}
