import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../../map/layer.ts';
import { editorColours } from './colours.ts';

/** `mine` is dashed and `theirs` solid; `preview` is what a repair would make; `locked` borders stay. */
type MarkStyle = 'error' | 'warning' | 'place' | 'mine' | 'theirs' | 'preview' | 'locked';
export type Mark = { style: MarkStyle; geometry: Geometry };

const colourOf: Record<MarkStyle, string> = {
  error: editorColours.refused,
  warning: editorColours.warning,
  place: editorColours.refused,
  mine: editorColours.drawn,
  theirs: editorColours.theirs,
  preview: editorColours.drawn,
  locked: editorColours.locked,
};

const features = (marks: readonly Mark[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: marks.map(
    ({ style, geometry }): Feature => ({
      type: 'Feature',
      geometry,
      properties: {
        colour: colourOf[style],
        opacity: style === 'mine' || style === 'theirs' ? 0.1 : 0.3,
        dashed: style === 'mine' || style === 'preview',
      },
    }),
  ),
});

function add(map: MapLibre, marks: readonly Mark[]) {
  map.addSource('marks', { type: 'geojson', data: features(marks) });
  map.addLayer({
    id: 'marks-fill',
    type: 'fill',
    source: 'marks',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': ['get', 'opacity'] },
  });
  for (const dashed of [false, true])
    map.addLayer({
      id: dashed ? 'marks-dashed' : 'marks-line',
      type: 'line',
      source: 'marks',
      filter: ['all', ['!=', ['geometry-type'], 'Point'], ['==', ['get', 'dashed'], dashed]],
      paint: {
        'line-color': ['get', 'colour'],
        'line-width': 3,
        ...(dashed && { 'line-dasharray': [2.5, 1.5] }),
      },
    });
  map.addLayer({
    id: 'marks-point',
    type: 'circle',
    source: 'marks',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 9,
      'circle-color': ['get', 'colour'],
      'circle-opacity': 0.35,
      'circle-stroke-color': ['get', 'colour'],
      'circle-stroke-width': 2.5,
    },
  });
}

/** Places that something is said of: a finding, a refusal, two versions of one cell. */
export function marksLayer(map: MapLibre): Layer<readonly Mark[]> {
  return {
    update: (marks) => {
      const source = map.getSource<GeoJSONSource>('marks');
      if (source) source.setData(features(marks));
      else if (marks.length > 0) add(map, marks);
    },
    remove: () => {
      if (!map.getSource('marks')) return;
      for (const id of ['marks-fill', 'marks-line', 'marks-dashed', 'marks-point']) map.removeLayer(id);
      map.removeSource('marks');
    },
  };
}
