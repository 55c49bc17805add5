import type { Map as MapLibre } from 'maplibre-gl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type PlaybackCanvas, playbackCanvas } from '../map/playback-canvas.ts';
import type { Mover } from './playback.ts';

/** The clock beside the map need not run as smoothly as what is on it. */
const tellEveryMs = 200;
/** After a tab was hidden, or a frame took long, the time of one frame counts for no more than this. */
const longestFrameMs = 250;

type Given = {
  map: MapLibre | null;
  movers: readonly Mover[];
  /** The first and last instant, in seconds since 1970. */
  extent: [from: number, to: number];
  start: number;
  speed: number;
  /** Where it stands, whenever it comes to rest. */
  onRest: (instant: number) => void;
};

/** Plays movers on the map; the instant that is told follows the drawing five times a second. */
export function usePlayer({ map, movers, extent, start, speed, onRest }: Given) {
  const [instant, setInstant] = useState(start);
  const [playing, setPlaying] = useState(false);
  const now = useRef(start);
  const canvas = useRef<PlaybackCanvas>(undefined);
  const [, to] = extent;
  useEffect(() => {
    if (!map) return;
    const made = playbackCanvas(map);
    canvas.current = made;
    return () => {
      canvas.current = undefined;
      made.remove();
    };
  }, [map]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas of another map is empty
  useEffect(() => canvas.current?.draw(movers, now.current), [map, movers]);
  useEffect(() => {
    if (!playing) return;
    let [frame, last, told] = [0, performance.now(), 0];
    const step = (at: number) => {
      now.current = Math.min(to, now.current + (Math.min(at - last, longestFrameMs) / 1000) * speed);
      last = at;
      canvas.current?.draw(movers, now.current);
      if (at - told >= tellEveryMs) {
        told = at;
        setInstant(now.current);
      }
      if (now.current >= to) {
        setInstant(to);
        setPlaying(false);
        onRest(to);
      } else frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing, speed, movers, to, onRest]);
  const seek = useCallback(
    (at: number) => {
      now.current = at;
      setInstant(at);
      canvas.current?.draw(movers, at);
    },
    [movers],
  );
  const toggle = () => {
    if (playing) {
      // What the clock says then is what the address says.
      const rest = Math.round(now.current);
      seek(rest);
      onRest(rest);
    }
    // From the end it begins anew.
    else if (now.current >= to) seek(extent[0]);
    setPlaying(!playing);
  };
  return { instant, playing, seek, toggle };
}
