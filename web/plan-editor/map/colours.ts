/** Blue for what is, orange for what is selected, violet for what is being drawn, red for what cannot be. */
export const editorColours = {
  cell: '#7fa8c6',
  border: '#2c4f6b',
  selected: '#e8792b',
  drawn: '#6d28d9',
  refused: '#c81e1e',
  warning: '#b7791f',
  theirs: '#0f766e',
  handle: '#ffffff',
  locked: '#101d27',
  reference: '#8a5a2b',
};
