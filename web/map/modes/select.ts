import type { MapLayerMouseEvent, Map as MapLibre } from 'maplibre-gl';

/** A way of using the pointer; exactly one is active at a time. */
export type Mode = { enter: () => void; exit: () => void };

export type Hovered = { cell: number; name: string; x: number; y: number };

type Callbacks = {
  select: (cell: number | undefined) => void;
  hover: (hovered: Hovered | undefined) => void;
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function hoveredOf({ features, point }: MapLayerMouseEvent): Hovered | undefined {
  const feature = features?.[0];
  if (typeof feature?.id !== 'number') return undefined;
  const name = textOf(feature.properties['name']) || textOf(feature.properties['code']);
  return { cell: feature.id, name, x: point.x, y: point.y };
}

/** Pointing at a cell names it, a click selects it, a click beside all cells lets go. */
export function selectMode(map: MapLibre, { select, hover }: Callbacks): Mode {
  const onMove = (event: MapLayerMouseEvent) => {
    map.getCanvas().style.cursor = 'pointer';
    hover(hoveredOf(event));
  };
  const onLeave = () => {
    map.getCanvas().style.cursor = '';
    hover(undefined);
  };
  const onClick = (event: MapLayerMouseEvent) => {
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
