import { open } from 'node:fs/promises';
import { InvalidInput } from '../http/problem.ts';
import type { Upload } from '../http/upload.ts';
import { type Expanded, expandArchive } from './archive.ts';
import { type Encoding, encodingOf } from './encoding.ts';
import { openGeoJson } from './geojson-file.ts';
import { openShapefile, type ShapefileParts } from './shapefile.ts';
import type { Source } from './source.ts';

const endings = ['shp', 'dbf', 'prj', 'cpg', 'geojson', 'json', 'topojson'] as const;

/** Opens an uploaded file by what it holds, whatever it is called. Throws InvalidInput for what is not taken. */
export async function openSource(upload: Upload, encodingName: string | undefined): Promise<Source> {
  const encoding = encodingName === undefined ? undefined : parseEncoding(encodingName);
  const start = await firstBytes(upload.path);
  if (start.startsWith('504b0304') || start.startsWith('504b0506')) return openArchive(upload, encoding);
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
  return openGeoJson(upload.path, baseOf(upload.fileName), encoding);
}

async function openArchive(upload: Upload, encoding: Encoding | undefined): Promise<Source> {
  const files = await expandArchive(upload.path, upload.folder, (name) => endingOf(name) !== undefined);
  const shapes = files.filter(({ name }) => endingOf(name) === 'shp');
  const texts = files.filter(({ name }) => ['geojson', 'json', 'topojson'].includes(endingOf(name) ?? ''));
  const [shape] = shapes;
  if (shape && shapes.length === 1) return openShapefile(partsOf(shape, files), encoding);
  const [text] = texts;
  if (shapes.length === 0 && text && texts.length === 1)
    return openGeoJson(text.path, baseOf(text.name), encoding);
  throw wrongContent(shapes.length > 0 ? shapes : texts);
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
        `The archive holds several layers (${names}); send one at a time.`,
        `压缩包含有多个图层（${names}），请逐个上传。`,
      )
    : new InvalidInput(
        'no-layer',
        'The archive holds no .shp and no GeoJSON.',
        '压缩包中没有 .shp 或 GeoJSON 文件。',
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

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString('hex');
  } finally {
    await file.close();
  }
}

function parseEncoding(name: string): Encoding {
  const encoding = encodingOf(name);
  if (encoding) return encoding;
  throw new InvalidInput(
    'unknown-encoding',
    `The encoding ${JSON.stringify(name.slice(0, 40))} is not known; try UTF-8 or GBK.`,
    `未知的编码 ${JSON.stringify(name.slice(0, 40))}，可用 UTF-8 或 GBK。`,
    [{ path: 'encoding', reason: 'unknown' }],
  );
}
