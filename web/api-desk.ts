import type { AreaCells } from '../server/coverage/area-cells.ts';
import type { CoverageDays } from '../server/coverage/day-counts.ts';
import type { LivePosition } from '../server/live/position.ts';
import type { SweepState } from '../server/sweeps/sweep-state.ts';
import type { Playback } from '../server/tracks/playback.ts';
import type { Judged } from './api.ts';
import { address, get, type Query } from './http.ts';

/** The addresses of what the desk below the map shows. */
export const deskApi = {
  days: (judged: Judged) => get<CoverageDays>('/api/coverage/days', judged),
  sweepTiles: (plan: number, { from, to }: { from: string; to: string }) =>
    `${location.origin}${address(`/tiles/sweep/${plan}/{z}/{x}/{y}.png`, { from, to })}`,
  sweeps: (plan: number, { from, to }: { from: string; to: string }) =>
    get<SweepState>(`/api/sweeps/${plan}`, { from, to }),
  areaCells: (plan: number) => get<AreaCells>('/api/coverage/areas', { plan }),
  points: (query: Query) => get<Playback>('/api/tracks/points', query),
};

const reopenMillis = 5_000;

type PositionsListener = {
  opened: () => void;
  lost: () => void;
  /** The session has ended: nothing more comes. */
  ended: () => void;
  told: (news: { positions: LivePosition[]; gone: number[] }) => void;
};

/** Tells where people on duty are, until the returned function is called; it comes back by itself. */
export function listenToPositions({ opened, lost, ended, told }: PositionsListener): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const reopen = () => {
    clearTimeout(timer);
    timer = setTimeout(open, reopenMillis);
  };
  const open = () => {
    source = new EventSource('/api/live');
    source.addEventListener('open', opened);
    source.addEventListener('positions', (event) =>
      told(JSON.parse(event.data) as { positions: LivePosition[]; gone: number[] }),
    );
    source.addEventListener('ended', (event) => {
      source.close();
      if ((JSON.parse(event.data) as { reason: string }).reason === 'signed-out') ended();
      else reopen();
    });
    source.addEventListener('error', () => {
      lost();
      // After a refusal the browser does not try again by itself.
      if (source.readyState === EventSource.CLOSED) reopen();
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
