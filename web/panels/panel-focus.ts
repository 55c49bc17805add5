import { useCallback, useEffect, useRef } from 'react';

export const cellPanelId = 'cell-panel';

/**
 * Whoever opens a place by keyboard goes on in its panel, and finds the way back to its row on closing; a click
 * leaves the focus where it was.
 */
export function usePanelFocus(cell: number | undefined) {
  const byKeyboard = useRef(false);
  const previous = useRef(cell);
  useEffect(() => {
    if (!byKeyboard.current) {
      previous.current = cell;
      return;
    }
    if (cell !== undefined) document.getElementById(cellPanelId)?.focus();
    else {
      document.querySelector<HTMLElement>(`[data-gap="cell ${previous.current}"]`)?.focus();
      byKeyboard.current = false;
    }
    previous.current = cell;
  }, [cell]);
  return useCallback((keyboard: boolean) => {
    byKeyboard.current = keyboard;
  }, []);
}
