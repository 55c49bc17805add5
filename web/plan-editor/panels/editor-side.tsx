import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Sheet } from '../../panels/sheet.tsx';
import type { PlanEditor } from '../state/use-editor.ts';
import { useWords } from '../words.ts';
import { CellsPanel } from './cells-panel.tsx';
import { type ProofCalls, ProofPanel } from './proof-panel.tsx';
import classes from './side.module.css';

/** The panel beside the map, and on a phone the sheet at its foot: cells, or the proof. */
export function EditorSide({ editor, proof }: { editor: PlanEditor; proof: ProofCalls }) {
  const words = useWords();
  const [tab, setTab] = useState('cells');
  const [isOpen, setOpen] = useState(false);
  const { selected } = editor.state;
  const text = selected.length > 0 ? words.cells.selected(selected.length) : words.panel;
  const handle = { text, label: words.panel, onToggle: () => setOpen(!isOpen) };
  return (
    <Sheet label={words.panel} side="start" open={isOpen} handle={handle}>
      <div className={classes['tabs']}>
        <SegmentedControl
          fullWidth
          size="sm"
          value={tab}
          onChange={setTab}
          aria-label={words.panel}
          data={[
            { value: 'cells', label: words.tabs.cells },
            { value: 'proof', label: words.tabs.proof },
          ]}
        />
      </div>
      {tab === 'cells' ? (
        <CellsPanel editor={editor} />
      ) : (
        <ProofPanel
          editor={editor}
          calls={{
            ...proof,
            show: (finding) => {
              // On a phone the map is behind the sheet.
              setOpen(false);
              proof.show(finding);
            },
          }}
        />
      )}
    </Sheet>
  );
}
