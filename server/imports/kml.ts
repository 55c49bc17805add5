import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { maxVertices } from '../geo/geojson.ts';
import type { LonLat } from '../geo/position.ts';
import { InvalidInput } from '../http/problem.ts';
import type { Encoding } from './encoding.ts';
import { attributesOf, recordOfGeometry } from './geojson-record.ts';
import type { Note, Source, SourceRecord } from './source.ts';
import { encodingOfText, textOf } from './text-file.ts';

/** Coordinates with every digit and an altitude take about 60 characters. */
const textLimitCharacters = maxVertices * 80;
const deepest = 64;

/**
 * Opens a KML text (OGC 12-007r2): every Placemark with its name and extended data. NetworkLinks are not followed,
 * styles, overlays and tours are left out. Document types and entities are refused.
 */
export async function openKml(path: string, name: string, declared: Encoding | undefined): Promise<Source> {
  const encoding = declared?.name ?? (await encodingOfText(path));
  const notes: Note[] = [];
  return {
    format: 'kml',
    name,
    encoding,
    referenceSystem: undefined,
    notes,
    records: () => readRecords(path, encoding, notes),
  };
}

/** False for a document that only links to others. */
export async function holdsPlacemarks(path: string): Promise<boolean> {
  let tail = '';
  for await (const text of textOf(path, 'latin1')) {
    if (`${tail}${text}`.includes('Placemark')) return true;
    tail = text.slice(-20);
  }
  return false;
}

async function* readRecords(path: string, encoding: string, notes: Note[]): AsyncGenerator<SourceRecord> {
  const reader = new KmlReader();
  let index = 0;
  for await (const text of textOf(path, encoding)) {
    reader.write(text);
    for (const placemark of reader.take()) yield recordOf(index++, placemark);
    if (reader.isOver) break;
  }
  reader.end();
  for (const placemark of reader.take()) yield recordOf(index++, placemark);
  if (reader.failure === 'cut') notes.push(cut);
  if (reader.hasNetworkLinks) notes.push(networkLinks);
}

function recordOf(index: number, { geometries, attributes, isTooLong }: Placemark): SourceRecord {
  const own = attributesOf(attributes, undefined);
  if (isTooLong) return { index, attributes: own, refused: tooLong };
  const [only] = geometries;
  if (geometries.length <= 1) return recordOfGeometry(index, only ?? null, own);
  return recordOfGeometry(index, joined(geometries), own);
}

/** Members of one kind are one geometry of that kind. */
function joined(geometries: readonly Geometry[]): unknown {
  const [first] = geometries;
  if (geometries.every(({ type }) => type === first?.type))
    return { type: `Multi${first?.type}`, coordinates: geometries.map(({ coordinates }) => coordinates) };
  return { type: 'GeometryCollection', geometries };
}

type Geometry = { type: 'Point' | 'LineString' | 'Polygon'; coordinates: unknown };
type Placemark = { geometries: Geometry[]; attributes: Record<string, string>; isTooLong: boolean };

/** Gathers placemarks while the text arrives. */
class KmlReader {
  failure: 'cut' | undefined;
  hasNetworkLinks = false;
  readonly #parser = new SaxesParser({ xmlns: false, position: false });
  readonly #path: string[] = [];
  #done: Placemark[] = [];
  #placemark: Placemark | undefined;
  #text = '';
  #field: string | undefined;
  #rings: LonLat[][] = [];
  #coordinates: LonLat[] = [];
  #isKml = false;
  #sinceTag = 0;

  constructor() {
    this.#parser.on('doctype', () => {
      throw withDocumentType();
    });
    this.#parser.on('error', (error) => {
      if (!this.#isKml) throw notKml(error.message.slice(0, 100));
      this.failure = 'cut';
    });
    this.#parser.on('opentag', (tag) => this.#open(tag));
    this.#parser.on('text', (text) => this.#gather(text));
    this.#parser.on('cdata', (text) => this.#gather(text));
    this.#parser.on('closetag', ({ name }) => this.#close(localName(name)));
  }

  get isOver(): boolean {
    return this.failure !== undefined;
  }

  write(text: string): void {
    if (this.isOver) return;
    // Text without a tag is held until the next one: a file that has none would be held whole.
    this.#sinceTag += text.length;
    if (this.#sinceTag > 2 * textLimitCharacters) this.failure = 'cut';
    else this.#parser.write(text);
  }

  end(): void {
    if (!this.isOver) this.#parser.close();
    if (!this.#isKml) throw notKml('there is no element');
  }

  take(): Placemark[] {
    const taken = this.#done;
    this.#done = [];
    return taken;
  }

  #open({ name, attributes }: SaxesTagPlain): void {
    if (this.isOver) return;
    this.#sinceTag = 0;
    const local = localName(name);
    if (!this.#isKml && local !== 'kml') throw notKml(`its root is <${local.slice(0, 40)}>`);
    this.#isKml = true;
    if (this.#path.length >= deepest) throw notKml('it is nested too deep');
    this.#path.push(local);
    this.#text = '';
    if (local === 'NetworkLink') this.hasNetworkLinks = true;
    if (local === 'Placemark') this.#placemark = { geometries: [], attributes: {}, isTooLong: false };
    if (local === 'Data' || local === 'SimpleData') this.#field = attributes['name'];
    if (local === 'Polygon') this.#rings = [];
  }

  #gather(text: string): void {
    if (!this.#placemark || this.isOver) return;
    if (this.#text.length + text.length > textLimitCharacters) this.#placemark.isTooLong = true;
    else this.#text += text;
  }

  #close(local: string): void {
    if (this.isOver) return;
    this.#sinceTag = 0;
    this.#path.pop();
    const placemark = this.#placemark;
    if (!placemark) return;
    const parent = this.#path.at(-1);
    if (local === 'Placemark') {
      this.#done.push(placemark);
      this.#placemark = undefined;
    } else if (local === 'name' && parent === 'Placemark') placemark.attributes['name'] ??= this.#text.trim();
    else if ((local === 'value' && parent === 'Data') || local === 'SimpleData') this.#keepField(placemark);
    else if (local === 'coordinates') this.#coordinates = positionsOf(this.#text);
    else if (local === 'LinearRing' && parent?.endsWith('BoundaryIs')) this.#rings.push(this.#coordinates);
    else if (local === 'Polygon') placemark.geometries.push({ type: local, coordinates: this.#rings });
    else if (local === 'LineString' || local === 'LinearRing')
      placemark.geometries.push({ type: 'LineString', coordinates: this.#coordinates });
    else if (local === 'Point')
      placemark.geometries.push({ type: local, coordinates: this.#coordinates[0] ?? [] });
    this.#text = '';
  }

  #keepField({ attributes }: Placemark): void {
    if (this.#field) attributes[this.#field] = this.#text.trim();
  }
}

/** `lon,lat[,altitude]` parted by blanks. What is no number stays NaN, for the reader of geometries to refuse. */
function positionsOf(text: string): LonLat[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((tuple) => tuple !== '')
    .map((tuple): LonLat => {
      const [lon, lat] = tuple.split(',');
      return [numberOf(lon), numberOf(lat)];
    });
}

const numberOf = (text: string | undefined) =>
  text === undefined || text.trim() === '' ? Number.NaN : Number(text);
const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function notKml(reason: string): InvalidInput {
  return new InvalidInput(
    'not-kml',
    `The file is XML, but no KML: ${reason}.`,
    `文件是 XML 但不是 KML：${reason}。`,
  );
}

function withDocumentType(): InvalidInput {
  return new InvalidInput(
    'document-type',
    'The file declares a document type, which may hide anything; send it without.',
    '文件含有文档类型声明（DOCTYPE），出于安全不予读取，请去除后上传。',
  );
}

const cut: Note = {
  kind: 'truncated',
  english: 'The file is damaged or ends in the middle; the placemarks before that were read.',
  chinese: '文件已损坏或不完整，之前的地标已读取。',
};
const networkLinks: Note = {
  kind: 'network-links',
  english: 'The file links to others on the network; those are not fetched.',
  chinese: '文件引用了网络上的其他文件，未予下载。',
};
const tooLong: Note = {
  kind: 'too-many-vertices',
  english: `The feature has more than ${maxVertices} vertices; simplify or split it.`,
  chinese: `该要素顶点超过 ${maxVertices} 个，请先简化或拆分。`,
};
