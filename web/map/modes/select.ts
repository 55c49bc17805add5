import type { MapLayerMouseEvent, Map as MapLibre } from 'maplibre-gl';

/** A way of using the pointer; exactly one is active at a time. */
export type Mode = { enter: () => void; exit: () => void };

export type Hovered = { cell: number; name: string; x: number; y: number };

type Callbacks = {
  select: (cell: number | undefined) => void;
  openTrack: (track: number) => void;
  /** By its place in the list of the positions that are shown. */
  openFix: (index: number) => void;
  hover: (hovered: Hovered | undefined) => void;
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function hoveredOf({ features, point }: MapLayerMouseEvent): Hovered | undefined {
  const feature = features?.[0];
  if (typeof feature?.id !== 'number') return undefined;
  const name = textOf(feature.properties['name']) || textOf(feature.properties['code']);
  return { cell: feature.id, name, x: point.x, y: point.y };
}

/** The track under the pointer, with some pixels to spare for a finger. */
function trackAt(map: MapLibre, { point }: MapLayerMouseEvent): number | undefined {
  if (!map.getLayer('track-leg')) return undefined;
  const [hit] = map.queryRenderedFeatures(around(point), {
    layers: ['track-leg', 'track-gap', 'track-flagged'],
  });
  const track: unknown = hit?.properties['track'];
  return typeof track === 'number' ? track : undefined;
}

/** The position under the pointer, of those that are shown. */
function fixAt(map: MapLibre, { point }: MapLayerMouseEvent): number | undefined {
  if (!map.getLayer('fix-points')) return undefined;
  const [hit] = map.queryRenderedFeatures(around(point), { layers: ['fix-points'] });
  return typeof hit?.id === 'number' ? hit.id : undefined;
}

function around({ x, y }: { x: number; y: number }): [[number, number], [number, number]] {
  return [
    [x - 5, y - 5],
    [x + 5, y + 5],
  ];
}

/** Pointing at a cell names it, a click selects it, a click beside all cells lets go; a track lies above the cells. */
export function selectMode(map: MapLibre, { select, openTrack, openFix, hover }: Callbacks): Mode {
  const onMove = (event: MapLayerMouseEvent) => {
    map.getCanvas().style.cursor = 'pointer';
    hover(hoveredOf(event));
  };
  const onLeave = () => {
    map.getCanvas().style.cursor = '';
    hover(undefined);
  };
  const onClick = (event: MapLayerMouseEvent) => {
    const fix = fixAt(map, event);
    if (fix !== undefined) return openFix(fix);
    const track = trackAt(map, event);
    if (track !== undefined) return openTrack(track);
    const layers = map.getLayer('cells-fill') ? ['cells-fill'] : [];
    const id = layers.length ? map.queryRenderedFeatures(event.point, { layers })[0]?.id : undefined;
    select(typeof id === 'number' ? id : undefined);
  };
  return {
    enter: () => {
      map.on('mousemove', 'cells-fill', onMove);
      map.on('mouseleave', 'cells-fill', onLeave);
      map.on('click', onClick);
    },
    exit: () => {
      map.off('mousemove', 'cells-fill', onMove);
      map.off('mouseleave', 'cells-fill', onLeave);
      map.off('click', onClick);
      onLeave();
    },
  };
}
