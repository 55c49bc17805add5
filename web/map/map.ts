import './maplibre.css';
import {
  AttributionControl,
  addProtocol,
  Map as MapLibre,
  NavigationControl,
  prewarm,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl';
// The map's worker must be a file of ours: the policy forbids one made from a blob, and without this line a built
// page shows nothing.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { PMTiles, Protocol } from 'pmtiles';
import type { Camera } from '../state/view.ts';
import type { Bounds } from '../types.ts';
import { hasComeWhole } from './drawn.ts';
import { mapColours } from './palette.ts';
import { addPatterns } from './patterns.ts';
import { drawSparingly } from './sparingly.ts';

setWorkerUrl(workerUrl);
// It starts while the map is still being made.
prewarm();

const landUrl = `${location.origin}/land.pmtiles`;
const land = new PMTiles(landUrl);
const archives = new Protocol();
archives.add(land);
addProtocol('pmtiles', archives.tile);
// The directory is asked for before the map is busy drawing; where this fails, the map asks again and says so.
void land.getHeader().catch(() => undefined);

/**
 * Water and land, and invisible marks that layers are put below, so that their order does not depend on what
 * arrives first. No `glyphs`: text is drawn from the machine's
 * own fonts, Chinese included.
 */
function baseStyle(): StyleSpecification {
  const mark = (id: string) => ({ id, type: 'background' as const, layout: { visibility: 'none' as const } });
  return {
    version: 8,
    // What changes is drawn once, not in ten frames in between.
    transition: { duration: 0, delay: 0 },
    sources: {
      land: {
        type: 'vector',
        url: `pmtiles://${landUrl}`,
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
        paint: { 'fill-color': mapColours.land, 'fill-antialias': false },
      },
      mark('ground-end'),
      mark('cells-end'),
      mark('areas-end'),
      mark('tracks-end'),
      mark('selection-end'),
      mark('cell-names-end'),
      mark('area-names-end'),
    ],
  };
}

/** Room that panels take at the sides, so that a place is not behind them. */
export type Padding = { top: number; bottom: number; left: number; right: number };
export type MapTexts = { zoomIn: string; zoomOut: string; title: string; attribution: string };

/** Where the map opens, by what it is to show or as it stood; China as a whole where nothing is known. */
export type Start = { bounds: Bounds; padding: Padding } | Camera;

/** While it opens, so much arrives that a longer rest saves frames. */
const openingRestMs = 80;

/** A map of land and water that asks nobody but this server. */
export function createMap(container: HTMLElement, texts: MapTexts, start: Start | undefined): MapLibre {
  const map = new MapLibre({
    container,
    style: baseStyle(),
    ...(start && 'zoom' in start
      ? { center: [start.lon, start.lat] as [number, number], zoom: start.zoom }
      : start
        ? { bounds: start.bounds, fitBoundsOptions: { padding: start.padding, maxZoom: 13 } }
        : { center: [107, 38], zoom: 3.2 }),
    minZoom: 2,
    maxZoom: 19,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    fadeDuration: 0,
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
  // It opens by itself and would cover the map of a phone; a click shows it.
  map.once('load', () =>
    container.querySelector('.maplibregl-ctrl-attrib')?.classList.remove('maplibregl-compact-show'),
  );
  map.on('style.load', () => addPatterns(map));
  drawSparingly(map, openingRestMs, hasComeWhole);
  return map;
}
