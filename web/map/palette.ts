import type { CellChange } from '../desk/comparison.ts';
import type { CellStatus } from '../types.ts';

/**
 * Blue against orange and red stays apart for every kind of colour blindness; the states grow darker as they grow
 * worse, and the worst carries a pattern besides, so that it is told without any colour.
 */
export const statusColours: Record<CellStatus, string> = {
  never: '#b3202e',
  unmet: '#e8792b',
  late: '#f3c53c',
  'no-data': '#8d99a3',
  met: '#4a97c2',
  excluded: '#c9d1d8',
};

/** Worst first: the order of the legend. */
export const statusOrder: CellStatus[] = ['never', 'unmet', 'no-data', 'late', 'met', 'excluded'];

export const statusOpacity: Record<CellStatus, number> = {
  never: 0.88,
  unmet: 0.72,
  late: 0.55,
  'no-data': 0.35,
  met: 0.4,
  excluded: 0.25,
};

/** What became of cells since another period; worse ones carry the pattern of the worst state. */
export const cellChangeColours: Record<CellChange, string> = {
  worse: '#b3202e',
  same: '#c3ccd3',
  better: '#2f7fb5',
  incomparable: '#ffffff',
};

export const cellChangeOpacity: Record<CellChange, number> = {
  worse: 0.85,
  same: 0.5,
  better: 0.6,
  incomparable: 0.3,
};

export const mapColours = {
  water: '#d9e4ea',
  land: '#f5f3ee',
  graticule: '#9fb0bc',
  area: '#41586a',
  ownArea: '#16324a',
  forest: '#5c8f5a',
  label: '#22333f',
  halo: '#ffffff',
  cellBorder: '#ffffff',
  selected: '#101d27',
  track: '#173f9b',
  openTrack: '#c2185b',
  trackGap: '#6b7480',
  flagged: '#7a1fa2',
  live: '#00795a',
  goodFix: '#173f9b',
  restoredFix: '#1b7f4d',
  excludedFix: '#b3202e',
};

/** Differences of plans and mismatches of layers: apart for every kind of colour blindness, and named in the list. */
export const changeColours: Record<string, string> = {
  removed: '#b3202e',
  added: '#1f77b4',
  moved: '#e8a02b',
  attributes: '#7a1fa2',
  crossing: '#b3202e',
  sliver: '#e8a02b',
  'only-plan': '#7a1fa2',
  'only-other': '#1f77b4',
  preview: '#0b7a4b',
};
export const changeColourByDefault = '#6b7480';
