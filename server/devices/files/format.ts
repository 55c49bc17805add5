import { InvalidInput } from '../../http/problem.ts';

export type TextFormat = 'gpx' | 'kml' | 'tcx' | 'geojson' | 'csv' | 'plt' | 'nmea';
export type TrackFormat = TextFormat | 'fit' | 'zip';

/** How much of a file tells its format: a comment or licence may stand before the first element. */
export const tellingBytes = 16 * 1024;

const roots: Record<string, TextFormat> = { gpx: 'gpx', kml: 'kml', TrainingCenterDatabase: 'tcx' };
/** By the first bytes, as Latin-1. */
const otherFiles: [signs: string[], english: string, chinese: string][] = [
  [['\x1f\x8b', 'Rar!', '7z\xbc\xaf'], 'an archive; unpack it', '压缩文件，请先解压'],
  [['\xd0\xcf\x11\xe0'], 'an old Excel file; save it as CSV', '旧版 Excel 文件，请另存为 CSV'],
  [['%PDF'], 'a PDF', 'PDF 文件'],
];

/**
 * The format of a track file by what it holds; for what could be a table by its name and content type as well. Throws
 * 415 for what is none, saying which are taken.
 *
 * @param begin the first {@link tellingBytes} of the file, or all of it
 */
export function formatOf(begin: Uint8Array, fileName: string | null, contentType: string): TrackFormat {
  const bytes = Buffer.from(begin.buffer, begin.byteOffset, begin.byteLength);
  const latin = bytes.toString('latin1');
  if (latin.startsWith('PK\x03\x04') || latin.startsWith('PK\x05\x06')) return 'zip';
  if (latin.slice(8, 12) === '.FIT') return 'fit';
  const other = otherFiles.find(([signs]) => signs.some((sign) => latin.startsWith(sign)));
  if (other) throw unsupported(other[1], other[2]);
  const text = textOf(bytes, latin).trimStart();
  if (text.startsWith('<')) return xmlFormat(text);
  if (/^[{[]/.test(text)) return 'geojson';
  if (/^(Geolife trajectory|OziExplorer Track Point File)/i.test(text)) return 'plt';
  if (/^[^\r\n]{0,80}[$!](G|B|P|A|I)[A-Z]{2,5},/.test(text)) return 'nmea';
  return tableFormat(text, fileName, contentType);
}

function textOf(bytes: Buffer, latin: string): string {
  if (latin.startsWith('\xff\xfe')) return bytes.toString('utf16le', 2);
  if (latin.startsWith('\xfe\xff')) return new TextDecoder('utf-16be').decode(bytes);
  return latin.replace(/^\xef\xbb\xbf/, '');
}

function xmlFormat(text: string): TextFormat {
  // Declarations, comments and a document type stand before the root; the reader judges those.
  const bare = text
    .replaceAll(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, '')
    .replace(/<!DOCTYPE[^[>]*(\[[\s\S]*?\])?[^>]*>/i, '');
  const root = /<(?:[\w.-]+:)?([\w.-]+)/.exec(bare)?.[1] ?? '';
  const format = roots[root];
  if (format) return format;
  throw unsupported(`XML that begins as <${root.slice(0, 40)}>`, `根元素为 <${root.slice(0, 40)}> 的 XML`);
}

/** A table has no mark of its own: a first line of several columns, in a text that was named or sent as one. */
function tableFormat(text: string, fileName: string | null, contentType: string): TextFormat {
  const [head = ''] = text.split(/[\r\n]/, 1);
  const ending = /\.([a-z0-9]+)$/i.exec(fileName ?? '')?.[1]?.toLowerCase();
  if (text.includes('\0')) throw unsupported('binary, of a kind that is not known', '未知的二进制文件');
  if (ending === 'plt' || ending === 'nmea') return ending;
  if (head === '') throw unsupported('empty', '空文件');
  const isNamed = ending === 'csv' || ending === 'txt' || /\b(csv|plain)\b/i.test(contentType);
  if (/[,;\t]/.test(head) || isNamed) return 'csv';
  throw unsupported('something else', '未知内容');
}

export function unsupported(english: string, chinese: string): InvalidInput {
  return new InvalidInput(
    'unsupported-format',
    `The file is ${english}. Taken are GPX 1.0 and 1.1, KML and KMZ, TCX, FIT, GeoJSON, CSV, PLT and NMEA.`,
    `文件为${chinese}。可接受 GPX 1.0 和 1.1、KML/KMZ、TCX、FIT、GeoJSON、CSV、PLT 和 NMEA。`,
    [],
    415,
  );
}
