import type { ColumnKey } from './row.ts';

export type Editor = 'text' | 'day' | 'kind' | 'station' | 'home' | 'words';

type Column = { key: ColumnKey; widthPixels: number; editor?: Editor };

/** The columns of the table in their order; what has an editor is changed in place. */
export const columns: readonly Column[] = [
  { key: 'name', widthPixels: 110, editor: 'text' },
  { key: 'number', widthPixels: 180, editor: 'text' },
  { key: 'kind', widthPixels: 90, editor: 'kind' },
  { key: 'stationAreaId', widthPixels: 170, editor: 'station' },
  { key: 'teams', widthPixels: 190 },
  { key: 'skills', widthPixels: 190, editor: 'words' },
  { key: 'nextExpiryOn', widthPixels: 175 },
  { key: 'languages', widthPixels: 150, editor: 'words' },
  { key: 'organisation', widthPixels: 190, editor: 'text' },
  { key: 'occupation', widthPixels: 110, editor: 'text' },
  { key: 'homeAreaId', widthPixels: 150, editor: 'home' },
  { key: 'joinedOn', widthPixels: 130, editor: 'day' },
  { key: 'leftOn', widthPixels: 130, editor: 'day' },
];

export const rowPixels = 36;
const editPixels = 64;

/** Every row is a grid of these tracks. */
export const tracks = `${columns.map(({ widthPixels }) => `${widthPixels}px`).join(' ')} ${editPixels}px`;
