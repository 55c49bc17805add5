import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { InvalidInput } from '../../http/problem.ts';
import { type Ending, longestRecordBytes, type TrackItem, type TrackReader } from './track-reader.ts';

/** What a format makes of its elements. Names come without their namespace prefix; `path` are the open parents. */
export type XmlFormat = {
  root: string;
  /** Text without a tag for longer than this would be held in memory: the file is taken as cut there. */
  mostCharactersBetweenTags: number;
  open: (name: string, attributes: Readonly<Record<string, string>>, path: readonly string[]) => void;
  /** `alone` gives the record that is open, or closes here, as a document of its own; nothing of one that is too long. */
  close: (name: string, text: string, path: readonly string[], alone: () => string | undefined) => void;
  /** The elements that are a record each. */
  records?: ReadonlySet<string>;
  /** Yields what is complete, and forgets it. */
  take: () => Iterable<TrackItem>;
  /** Called where the file ends early: what is complete so far is taken afterwards. */
  cut?: () => void;
};

const deepest = 64;
/** What a tag takes in memory beside its texts, roughly. */
const tagBytes = 64;

/** The begin or the end of an element within a record. */
type Tag = { name: string; attributes: Readonly<Record<string, string>> } | { name: string; text: string };

/**
 * Reads XML as it arrives, whole or cut anywhere. Document types and entities of its own are refused; nothing outside
 * of the file is ever fetched.
 */
export function xmlReader(format: XmlFormat): TrackReader<string> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const path: string[] = [];
  let ending: Ending | undefined;
  let hasRoot = false;
  let text = '';
  let sinceTag = 0;
  let record: Tag[] | undefined;
  let recordBytes = 0;
  let parents: readonly string[] = [];
  const alone = () => (record ? documentOf(parents, record) : undefined);
  // A point may have extensions without end: what would not be kept of it anyway is not held either.
  const remember = (tag: Tag) => {
    if (!record) return;
    recordBytes += sizeOf(tag);
    if (recordBytes > longestRecordBytes) record = undefined;
    else record.push(tag);
  };

  const cut = () => {
    if (ending) return;
    ending = 'cut';
    format.cut?.();
  };
  parser.on('doctype', () => {
    throw withDocumentType();
  });
  parser.on('error', cut);
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    if (ending) return;
    sinceTag = 0;
    text = '';
    const local = localName(name);
    if (!hasRoot && local !== format.root) throw otherRoot(format.root, local);
    hasRoot = true;
    if (path.length >= deepest) return cut();
    if (format.records?.has(local)) [record, recordBytes, parents] = [[], 0, [...path]];
    remember({ name: local, attributes });
    format.open(local, attributes, path);
    path.push(local);
  });
  const gather = (characters: string) => {
    if (!ending) text += characters;
  };
  parser.on('text', gather);
  parser.on('cdata', gather);
  parser.on('closetag', () => {
    if (ending) return;
    sinceTag = 0;
    const local = path.pop() ?? '';
    remember({ name: local, text });
    format.close(local, text, path, alone);
    if (format.records?.has(local)) record = undefined;
    text = '';
  });

  return {
    *read(piece) {
      if (ending) return;
      sinceTag += piece.length;
      parser.write(piece);
      if (sinceTag > format.mostCharactersBetweenTags) cut();
      yield* format.take();
    },
    isOver: () => ending !== undefined,
    *finish() {
      if (path.length > 0 || !hasRoot) cut();
      if (!ending) parser.close();
      yield* format.take();
    },
    ending: () => ending ?? 'whole',
  };
}

function sizeOf(tag: Tag): number {
  if ('text' in tag) return tagBytes + tag.text.length;
  let bytes = tagBytes;
  for (const value of Object.values(tag.attributes)) bytes += tagBytes + value.length;
  return bytes;
}

/** A record between the elements that it stood in. */
function documentOf(parents: readonly string[], record: readonly Tag[]): string {
  const tags = record.map((tag) =>
    'text' in tag ? `${escaped(tag.text)}</${tag.name}>` : `<${tag.name}${attributesOf(tag.attributes)}>`,
  );
  const before = parents.map((name) => `<${name}>`);
  const after = parents.map((name) => `</${name}>`).reverse();
  return [...before, ...tags, ...after].join('');
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  const plain = Object.entries(attributes).filter(([name]) => !name.startsWith('xmlns'));
  return plain.map(([name, value]) => ` ${localName(name)}="${escaped(value)}"`).join('');
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function withDocumentType(): InvalidInput {
  return new InvalidInput(
    'document-type',
    'The file declares a document type or entities of its own, which are not read. Save it without.',
    '文件含有文档类型声明（DTD）或自定义实体，不予读取。请去除后另存。',
  );
}

function otherRoot(expected: string, found: string): InvalidInput {
  const name = found.slice(0, 40);
  return new InvalidInput(
    'unsupported-format',
    `The file begins as <${name}>, where <${expected}> was expected.`,
    `文件的根元素为 <${name}>，应为 <${expected}>。`,
    [],
    415,
  );
}
