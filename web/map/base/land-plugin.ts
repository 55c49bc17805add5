import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Plugin } from 'vite';
import { type ArchiveTile, archiveOf, tileId } from './archive.ts';
import { type LandTopology, landOf } from './topology.ts';

/** Natural Earth at 1:50 million is drawn true up to here; closer in, the map draws these tiles enlarged. */
const maxZoom = 4;
const fileName = 'land.pmtiles';

function readLand(): LandTopology {
  const path = createRequire(import.meta.url).resolve('world-atlas/land-50m.json');
  return JSON.parse(readFileSync(path, 'utf8'));
}

function makeArchive(): Buffer {
  const index = new GeoJSONVT(
    { type: 'Feature', geometry: landOf(readLand()), properties: {} },
    // One zoom more than is kept: the last is never simplified.
    { maxZoom: maxZoom + 1, indexMaxZoom: maxZoom, indexMaxPoints: 0, tolerance: 3, buffer: 32 },
  );
  const tiles: ArchiveTile[] = [];
  for (let z = 0; z <= maxZoom; z += 1) {
    for (let x = 0; x < 2 ** z; x += 1) {
      for (let y = 0; y < 2 ** z; y += 1) {
        const tile = index.getTile(z, x, y);
        if (tile?.features.length)
          tiles.push({
            id: tileId(z, x, y),
            data: fromGeojsonVt({ land: tile }, { version: 2, extent: 4096 }),
          });
      }
    }
  }
  return archiveOf(tiles, maxZoom);
}

/** Puts the base map's land (no borders, no names) beside the page: built from world-atlas, read by ranges. */
export function landTiles(): Plugin {
  return {
    name: 'gridwarden-land-tiles',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: makeArchive() });
    },
    configureServer(server) {
      let archive: Buffer | undefined;
      server.middlewares.use(`/${fileName}`, (request, response) => {
        archive ??= makeArchive();
        const [, from = '0', to = ''] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
        response.writeHead(206).end(archive.subarray(Number(from), Number(to || archive.length) + 1));
      });
    },
  };
}
