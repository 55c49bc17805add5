import { open } from 'node:fs/promises';
import { InvalidInput } from '../http/problem.ts';
import type { Upload } from '../http/upload.ts';
import { type Expanded, expandArchive } from './archive.ts';
import { openCsv, type PositionColumns } from './csv-file.ts';
import type { Encoding } from './encoding.ts';
import { parseEncoding } from './encoding-name.ts';
import { openGeoJson } from './geojson-file.ts';
import { openGeoPackage } from './geopackage.ts';
import { holdsPlacemarks, openKml } from './kml.ts';
import type { ShapeKind } from './shape-kind.ts';
import { openShapefile, type ShapefileParts } from './shapefile.ts';
import type { Source } from './source.ts';

const endings = ['shp', 'dbf', 'prj', 'cpg', 'geojson', 'json', 'topojson', 'gpkg', 'kml', 'csv'] as const;
const textEndings: readonly (string | undefined)[] = ['geojson', 'json', 'topojson', 'gpkg', 'kml', 'csv'];

/** What is wanted of a file: which kind of shapes, in which encoding, which of its layers. */
export type Wanted = {
  shapes: ShapeKind;
  encodingName: string | undefined;
  layer: string | undefined;
  columns: PositionColumns;
};
type Chosen = Omit<Wanted, 'encodingName'> & { encoding: Encoding | undefined };

/** Opens an uploaded file by what it holds, whatever it is called. Throws InvalidInput for what is not taken. */
export async function openSource(upload: Upload, wanted: Wanted): Promise<Source> {
  const { encodingName } = wanted;
  const chosen = {
    ...wanted,
    encoding: encodingName === undefined ? undefined : parseEncoding(encodingName),
  };
  const start = await firstBytes(upload.path, 4);
  if (start.startsWith('504b0304') || start.startsWith('504b0506')) return openArchive(upload, chosen);
  if (start === '0000270a')
    throw new InvalidInput(
      'shapefile-not-zipped',
      'This is a bare .shp; zip it together with its .dbf and .prj.',
      '这是单独的 .shp 文件，请与 .dbf、.prj 一起压缩为 zip 后上传。',
    );
  if (start.startsWith('1f8b') || start.startsWith('52617221') || start === '377abcaf')
    throw new InvalidInput(
      'archive-kind',
      'This kind of archive is not taken; send a .zip, or the GeoJSON itself.',
      '不支持此类压缩包，请上传 zip 或 GeoJSON 文件。',
    );
  return openSingle(upload.path, baseOf(upload.fileName), chosen);
}

/** A file that is no archive, told by its beginning: SQLite, XML, or a text. */
async function openSingle(
  path: string,
  name: string,
  { shapes, encoding, layer, columns }: Chosen,
): Promise<Source> {
  const start = Buffer.from(await firstBytes(path, 64), 'hex');
  if (start.toString('latin1', 0, 15) === 'SQLite format 3') return openGeoPackage(path, layer);
  const text = start
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (text.startsWith('<')) return openKml(path, name, encoding);
  if (shapes === 'points' && text !== '' && !/^[{[]/.test(text))
    return openCsv(path, name, encoding, columns);
  return openGeoJson(path, name, encoding);
}

async function openArchive(upload: Upload, chosen: Chosen): Promise<Source> {
  const files = await expandArchive(upload.path, upload.folder, (name) => endingOf(name) !== undefined);
  const shapes = files.filter(({ name }) => endingOf(name) === 'shp');
  const texts = files.filter(({ name }) => textEndings.includes(endingOf(name)));
  const layers = await wantedLayers(shapes.length > 0 ? shapes : texts, chosen.layer);
  const [only] = layers;
  if (!only || layers.length > 1) throw wrongContent(layers);
  if (endingOf(only.name) !== 'shp') return openSingle(only.path, baseOf(only.name), chosen);
  return openShapefile(partsOf(only, files), chosen.encoding, chosen.shapes);
}

/** The layer of the name that was sent; of a KMZ the document, or what it links to where it holds nothing itself. */
async function wantedLayers(layers: Expanded[], name: string | undefined): Promise<Expanded[]> {
  const named = name === undefined ? [] : layers.filter((layer) => baseOf(layer.name) === name);
  if (named.length === 1) return named;
  const document = layers.find((layer) => layer.name.toLowerCase() === 'doc.kml');
  if (!document || layers.some((layer) => endingOf(layer.name) !== 'kml')) return layers;
  const isIndex = layers.length > 1 && !(await holdsPlacemarks(document.path));
  return isIndex ? layers.filter((layer) => layer !== document) : [document];
}

/** The files beside the .shp that have its name, whatever the case. */
function partsOf(shape: Expanded, files: Expanded[]): ShapefileParts {
  const stem = stemOf(shape.name);
  const part = (ending: string) =>
    files.find(({ name }) => stemOf(name) === stem && endingOf(name) === ending)?.path;
  const [dbf, prj, cpg] = [part('dbf'), part('prj'), part('cpg')];
  return {
    name: baseOf(shape.name),
    shp: shape.path,
    ...(dbf && { dbf }),
    ...(prj && { prj }),
    ...(cpg && { cpg }),
  };
}

function wrongContent(layers: Expanded[]): InvalidInput {
  const names = layers
    .map(({ name }) => name)
    .slice(0, 10)
    .join(', ');
  return layers.length > 1
    ? new InvalidInput(
        'several-layers',
        `The archive holds several layers (${names}); send one at a time, or say which one in the field "layer".`,
        `压缩包含有多个图层（${names}），请逐个上传，或在 layer 字段中指明。`,
      )
    : new InvalidInput(
        'no-layer',
        'The archive holds no .shp, GeoJSON, KML or GeoPackage.',
        '压缩包中没有 .shp、GeoJSON、KML 或 GeoPackage 文件。',
      );
}

function endingOf(name: string): string | undefined {
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (base.startsWith('.') || name.startsWith('__MACOSX/')) return undefined;
  return endings.find((ending) => base.toLowerCase().endsWith(`.${ending}`));
}

function stemOf(name: string): string {
  return name.toLowerCase().replace(/\.[^./]*$/, '');
}

/** The name without folders and ending. */
function baseOf(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/\.[^.]*$/, '')
    .trim();
}

async function firstBytes(path: string, length: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead).toString('hex');
  } finally {
    await file.close();
  }
}
