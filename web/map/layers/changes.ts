import type { FeatureCollection, Geometry } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../layer.ts';
import { changeColourByDefault, changeColours, mapColours } from '../palette.ts';

/** Features with a `kind` of {@link changeColours} and an id. */
export type ChangesData = {
  features: FeatureCollection<Geometry, { kind: string }> | undefined;
  selected: number | undefined;
};

const source = 'changes';
const layerIds = ['changes-selected', 'changes-removed', 'changes-line', 'changes-fill'];
/** Outlines that are not there any more, or not yet: told by dashes. */
const isAbsent: ExpressionSpecification = ['in', ['get', 'kind'], ['literal', ['removed', 'preview']]];

const colour = [
  'match',
  ['get', 'kind'],
  ...Object.entries(changeColours).flat(),
  changeColourByDefault,
  // The builder's type wants the pairs spelled out one by one.
] as unknown as ExpressionSpecification;

function addChanges(map: MapLibre, data: FeatureCollection) {
  map.addSource(source, { type: 'geojson', data });
  map.addLayer(
    {
      id: 'changes-fill',
      type: 'fill',
      source,
      // What was removed lies below what is there now, what would be above: both are told by their borders.
      paint: { 'fill-color': colour, 'fill-opacity': ['case', isAbsent, 0.08, 0.45] },
    },
    'cells-end',
  );
  map.addLayer(
    {
      id: 'changes-line',
      type: 'line',
      source,
      filter: ['!', isAbsent],
      paint: { 'line-color': colour, 'line-width': 1.6 },
    },
    'cells-end',
  );
  map.addLayer(
    {
      id: 'changes-removed',
      type: 'line',
      source,
      filter: isAbsent,
      paint: { 'line-color': colour, 'line-width': 2.4, 'line-dasharray': [2, 1.5] },
    },
    'areas-end',
  );
  map.addLayer(
    {
      id: 'changes-selected',
      type: 'line',
      source,
      filter: ['==', ['id'], -1],
      paint: { 'line-color': mapColours.selected, 'line-width': 3.5 },
    },
    'selection-end',
  );
}

function removeChanges(map: MapLibre) {
  if (!map.getSource(source)) return;
  for (const id of layerIds) map.removeLayer(id);
  map.removeSource(source);
}

/** What differs between two plans, coloured by kind. */
export function changesLayer(map: MapLibre): Layer<ChangesData> {
  return {
    update: ({ features, selected }) => {
      if (!features) return removeChanges(map);
      const known = map.getSource<GeoJSONSource>(source);
      if (known) known.setData(features);
      else addChanges(map, features);
      map.setFilter('changes-selected', ['==', ['id'], selected ?? -1]);
    },
    remove: () => removeChanges(map),
  };
}
