import 'maplibre-gl/dist/maplibre-gl.css';
import {
  AttributionControl,
  addProtocol,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl';
// The map's worker must be a file of ours: the policy forbids one made from a blob, and without this line a built
// page shows nothing.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { Protocol } from 'pmtiles';
import { mapColours } from './palette.ts';
import { addPatterns } from './patterns.ts';

setWorkerUrl(workerUrl);
addProtocol('pmtiles', new Protocol().tile);

/**
 * Water and land, and invisible marks that layers are put below, so that their order does not depend on what
 * arrives first. No `glyphs`: text is drawn from the machine's
 * own fonts, Chinese included.
 */
function baseStyle(): StyleSpecification {
  const mark = (id: string) => ({ id, type: 'background' as const, layout: { visibility: 'none' as const } });
  return {
    version: 8,
    sources: {
      land: {
        type: 'vector',
        url: `pmtiles://${location.origin}/land.pmtiles`,
        attribution: 'Natural Earth',
      },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': mapColours.water } },
      {
        id: 'land',
        type: 'fill',
        source: 'land',
        'source-layer': 'land',
        paint: { 'fill-color': mapColours.land },
      },
      mark('ground-end'),
      mark('cells-end'),
      mark('areas-end'),
      mark('tracks-end'),
      mark('selection-end'),
      mark('cell-names-end'),
    ],
  };
}

export type MapTexts = { zoomIn: string; zoomOut: string; title: string; attribution: string };

/** A map of land and water that asks nobody but this server. */
export function createMap(container: HTMLElement, texts: MapTexts): MapLibre {
  const map = new MapLibre({
    container,
    style: baseStyle(),
    center: [107, 38],
    zoom: 3.2,
    minZoom: 2,
    maxZoom: 19,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    fadeDuration: 100,
    locale: {
      'NavigationControl.ZoomIn': texts.zoomIn,
      'NavigationControl.ZoomOut': texts.zoomOut,
      'Map.Title': texts.title,
      'AttributionControl.ToggleAttribution': texts.attribution,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-right');
  map.addControl(new AttributionControl({ compact: true }), 'bottom-right');
  map.on('style.load', () => addPatterns(map));
  return map;
}
