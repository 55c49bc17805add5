import { SegmentedControl, Tooltip } from '@mantine/core';
import { ToolIcon } from '../../plan-editor/panels/tool-icon.tsx';
import { type Tool, tools } from '../map/pick-mode.ts';
import { postingColours } from '../map/posting-cells.ts';
import type { How } from '../state/selection.ts';
import { useWords } from '../words.ts';
import classes from './map-tools.module.css';

const icons = { click: 'select', box: 'box', lasso: 'freehand' } as const;
const hows: How[] = ['replace', 'add', 'remove'];

type Props = { tool: Tool; onTool: (tool: Tool) => void; how: How; onHow: (how: How) => void };

/** How cells are chosen on the map, and what becomes of those chosen before. */
export function MapTools({ tool, onTool, how, onHow }: Props) {
  const words = useWords().map;
  return (
    <div className={classes.tools}>
      <SegmentedControl
        size="xs"
        aria-label={words.tools}
        value={tool}
        onChange={(value) => onTool(tools.find((one) => one === value) ?? 'click')}
        data={tools.map((value) => ({
          value,
          label: (
            <Tooltip label={words.toolHint[value]} openDelay={400} multiline maw={280}>
              <span className={classes.tool}>
                <ToolIcon name={icons[value]} size={16} />
                {words.tool[value]}
              </span>
            </Tooltip>
          ),
        }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={words.how}
        value={how}
        onChange={(value) => onHow(hows.find((one) => one === value) ?? 'replace')}
        data={hows.map((value) => ({ value, label: words.hows[value] }))}
      />
    </div>
  );
}

/** What the colours of the cells say. */
export function MapKey({ isProposing }: { isProposing: boolean }) {
  const words = useWords().map;
  const entries = [
    ['nobody', words.nobody],
    ['somebody', words.somebody],
    ['selected', words.chosen],
    ...(isProposing ? [['proposed', words.proposed]] : []),
  ];
  return (
    <ul className={classes.key}>
      {entries.map(([name = '', label]) => (
        <li key={name}>
          <svg width="14" height="14" aria-hidden="true">
            <rect
              width="14"
              height="14"
              rx="3"
              fill={Object.entries(postingColours).find(([key]) => key === name)?.[1]}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
