import type { SketchShape } from '../borders/sketch.ts';

export const tools = [
  'select',
  'box',
  'polygon',
  'rectangle',
  'freehand',
  'split',
  'reshape',
  'exclusion',
  'enclave',
  'lock',
] as const;
export type Tool = (typeof tools)[number];

/** What is drawn with a tool; with the others nothing is. */
export const shapeOf: Partial<Record<Tool, SketchShape>> = {
  polygon: 'polygon',
  rectangle: 'rectangle',
  freehand: 'freehand',
  split: 'line',
  reshape: 'line',
  exclusion: 'polygon',
  enclave: 'polygon',
};

export const keyOfTool: Record<Tool, string> = {
  select: 'v',
  box: 'b',
  polygon: 'p',
  rectangle: 'r',
  freehand: 'f',
  split: 's',
  reshape: 'l',
  exclusion: 'x',
  enclave: 'e',
  lock: 'k',
};

export const toolOfKey = (key: string): Tool | undefined => tools.find((tool) => keyOfTool[tool] === key);
