import { Strokes } from '../../shell/icon.tsx';
import type { Tool } from '../state/tool.ts';

/** Line drawings on a 24-unit square, apart from those of the shell: only who edits loads them. */
const paths = {
  select: 'M5 3l13 8-6 1.5L9.5 19z',
  box: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M12 4h.01M12 20h.01M4 12h.01M20 12h.01',
  polygon: 'M5 9l7-5 8 6-4 9H7zM5 9h.01M12 4h.01M20 10h.01M16 19h.01M7 19h.01',
  rectangle: 'M4 6h16v12H4z',
  freehand: 'M4 16c2-8 5-11 7-9s-3 8 0 9 4-6 7-5-1 6 2 7',
  split: 'M5 4h14v16H5zM2 16L22 8',
  reshape: 'M4 18c4 0 4-12 8-12s4 12 8 12M12 6v5M9.5 9.5L12 12l2.5-2.5',
  exclusion: 'M4 4h16v16H4zM9 9h6v6H9zM9 15l6-6',
  enclave: 'M4 4h16v16H4zM12 8l4 6H8z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2',
  merge: 'M4 5h6v14H4zM14 5h6v14h-6zM10 9l4 6M10 15l4-6',
  remove: 'M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3',
  undo: 'M8 6L4 10l4 4M4 10h10a5 5 0 0 1 0 10h-4',
  redo: 'M16 6l4 4-4 4M20 10H10a5 5 0 0 0 0 10h4',
  snap: 'M6 4v8a6 6 0 0 0 12 0V4h-4v8a2 2 0 0 1-4 0V4zM6 8h4M14 8h4',
  generate: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.5 13v7M13 16.5h7',
  adjust: 'M12 4v16M8 20h8M4 7h16M4 7l-2 6a2.5 2.5 0 0 0 4 0zM20 7l-2 6a2.5 2.5 0 0 0 4 0z',
  publish: 'M5 12l5 5L20 7',
  lines: 'M3 19c6 0 4-6 9-7s4-7 9-7M3 9h5M16 19h5',
} satisfies Record<Tool, string> & Record<string, string>;

export type ToolIconName = keyof typeof paths;

export function ToolIcon({ name, size = 20 }: { name: ToolIconName; size?: number }) {
  return <Strokes path={paths[name]} size={size} />;
}
