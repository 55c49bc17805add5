import { createReadStream } from 'node:fs';
import { SaxesParser } from 'saxes';
import { InvalidInput } from '../../http/problem.ts';

/** What a part of a workbook is told by: local names, attributes as they are written, text. */
export type XmlReader = {
  open: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

/** Small enough that other requests get their turn between two pieces. */
const pieceBytes = 1 << 15;
/** No cell's text is longer; what holds no tag for this long is no workbook. */
const untaggedLimit = 4_000_000;

/**
 * Feeds an XML file to a reader piece by piece; yields after each, so that a caller can take what was gathered. Throws
 * InvalidInput where it is no XML, and for document types.
 */
export async function* readXml(path: string, reader: XmlReader): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let sinceTag = 0;
  parser.on('doctype', () => {
    throw damagedWorkbook('a document type is not taken');
  });
  parser.on('error', (error) => {
    throw damagedWorkbook(error.message.slice(0, 100));
  });
  parser.on('opentag', ({ name, attributes }) => {
    sinceTag = 0;
    reader.open(localName(name), attributes);
  });
  parser.on('text', (text) => reader.text?.(text));
  parser.on('cdata', (text) => reader.text?.(text));
  parser.on('closetag', ({ name }) => reader.close?.(localName(name)));
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes })) {
    sinceTag += chunk.length;
    if (sinceTag > untaggedLimit) throw damagedWorkbook('a text without end');
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.close();
}

/** Reads an XML file to its end. */
export async function readWholeXml(path: string, reader: XmlReader): Promise<void> {
  for await (const _piece of readXml(path, reader));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function damagedWorkbook(reason: string): InvalidInput {
  return new InvalidInput(
    'workbook-damaged',
    `The workbook is damaged: ${reason}. Open it in a spreadsheet program and save it again.`,
    `工作簿已损坏：${reason}。请用表格软件打开后另存再上传。`,
  );
}
