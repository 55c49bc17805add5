import type { Feature, FeatureCollection, Point } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../../map/layer.ts';
import type { Handle } from '../borders/handles.ts';
import type { LonLat } from '../borders/position.ts';
import { editorColours } from './colours.ts';

export type ShownHandles = { handles: readonly Handle[]; selected: LonLat | null };

const points = ({ handles, selected }: ShownHandles): FeatureCollection<Point> => ({
  type: 'FeatureCollection',
  features: handles.map(
    ({ kind, at }): Feature<Point> => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: at },
      properties: { kind, selected: selected !== null && at[0] === selected[0] && at[1] === selected[1] },
    }),
  ),
});

/** Junctions are filled, vertices hollow, midpoints small and faint: put a vertex there by dragging. */
export function handlesLayer(map: MapLibre): Layer<ShownHandles> {
  let drawn: ShownHandles | undefined;
  const add = (data: ShownHandles) => {
    map.addSource('handles', { type: 'geojson', data: points(data) });
    map.addLayer(
      {
        id: 'handles',
        type: 'circle',
        source: 'handles',
        paint: {
          'circle-radius': ['match', ['get', 'kind'], 'junction', 5.5, 'vertex', 4, 2.6],
          'circle-color': [
            'case',
            ['get', 'selected'],
            editorColours.selected,
            ['==', ['get', 'kind'], 'junction'],
            editorColours.border,
            editorColours.handle,
          ],
          'circle-stroke-color': ['case', ['==', ['get', 'kind'], 'junction'], '#fff', editorColours.border],
          'circle-stroke-width': ['match', ['get', 'kind'], 'midpoint', 1, 1.6],
          'circle-opacity': ['match', ['get', 'kind'], 'midpoint', 0.75, 1],
          'circle-stroke-opacity': ['match', ['get', 'kind'], 'midpoint', 0.5, 1],
        },
      },
      'selection-end',
    );
  };
  return {
    update: (data) => {
      if (data === drawn) return;
      drawn = data;
      if (!map.getSource('handles')) add(data);
      else map.getSource<GeoJSONSource>('handles')?.setData(points(data));
    },
    remove: () => {
      if (map.getSource('handles')) map.removeLayer('handles').removeSource('handles');
    },
  };
}
