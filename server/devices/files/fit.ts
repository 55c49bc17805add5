import { InvalidInput } from '../../http/problem.ts';
import { crc16 } from './fit-crc.ts';
import { type Definition, definitionBytes, definitionOf, fixOf, timestampOf } from './fit-message.ts';
import { type Ending, itemOf, refusalOf, type TrackItem, type TrackReader } from './track-reader.ts';

const recordMessage = 20;
const lowFiveBits = 0x1f;
const headerBytes = 12;

/** One file of a chain while it is read. */
type Part = {
  definitions: Map<number, Definition>;
  /** Bytes of records that are still to come, as the header says. */
  left: number;
  crc: number;
  /** Seconds since the FIT epoch of the last message that said its time. */
  timestamp: number | undefined;
};
type Stage = 'header' | 'records' | 'skip' | 'crc' | 'over';

/**
 * Reads Garmin's FIT as it arrives, one file or several chained: its records that have a position. Records before the
 * place where a file is broken are kept, and the chain goes on behind it. A header without a length, of a recorder
 * that died, is read to the end. (FIT protocol 2.0; PROTOCOLS 8)
 */
export function fitReader(): TrackReader<Uint8Array> {
  let held = Buffer.alloc(0);
  let stage: Stage = 'header';
  let part: Part = newPart(0, 0);
  let [index, files] = [0, 0];
  let breaks = false;
  let ending: Ending = 'whole';

  const take = (bytes: number): Buffer => {
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    if (stage === 'records') {
      part.left -= bytes;
      part.crc = crc16(taken, part.crc);
    }
    return taken;
  };
  const broken = (next: Stage) => {
    ending = 'cut';
    stage = next;
  };
  /** Each step takes what is whole of the bytes at hand; 'wait' where more are needed. */
  const steps: Record<Stage, () => 'wait' | TrackItem | undefined> = {
    header: () => {
      const size = held[0];
      if (size === undefined || (isHeaderSize(size) && held.length < size)) return 'wait';
      if (!isHeaderSize(size) || held.toString('latin1', 8, 12) !== '.FIT') {
        if (files === 0) throw notFit();
        broken('over');
        return undefined;
      }
      const header = take(size);
      const declared = header.readUInt32LE(4);
      const isOpen = declared === 0 || declared === 0xffffffff;
      part = newPart(isOpen ? Number.POSITIVE_INFINITY : declared, crc16(header, 0));
      stage = 'records';
      files++;
      return undefined;
    },
    records: () => {
      if (part.left <= 0) {
        stage = 'crc';
        return undefined;
      }
      const bytes = messageBytes(held, part);
      if (bytes === undefined || (bytes !== 'unknown' && bytes > held.length && bytes <= part.left))
        return 'wait';
      if (bytes !== 'unknown' && bytes <= part.left) return record(take(bytes));
      broken('skip');
      return undefined;
    },
    skip: () => {
      part.left -= take(Math.min(part.left, held.length)).length;
      if (part.left > 0) return 'wait';
      stage = 'crc';
      return undefined;
    },
    crc: () => {
      if (held.length < 2) return 'wait';
      if (take(2).readUInt16LE(0) !== part.crc) ending = 'cut';
      stage = 'header';
      breaks = index > 0;
      return undefined;
    },
    over: () => 'wait',
  };
  function record(message: Buffer): TrackItem | undefined {
    const head = message[0] ?? 0;
    const isCompressed = (head & 0x80) !== 0;
    if (!isCompressed && head & 0x40) {
      part.definitions.set(head & 0x0f, definitionOf(message));
      return undefined;
    }
    const definition = part.definitions.get(localType(head));
    if (!definition) return undefined;
    if (isCompressed) part.timestamp = later(part.timestamp, head & lowFiveBits);
    part.timestamp = timestampOf(definition, message) ?? part.timestamp;
    if (definition.message !== recordMessage) return undefined;
    const read = fixOf(definition, message, part.timestamp);
    if (read === undefined) return undefined;
    if (typeof read === 'string')
      return refusalOf(index++, read, { alone: () => fitFile([definition.source, message]) });
    if (!breaks) return itemOf(index++, read);
    breaks = false;
    return itemOf(index++, { ...read, breakBefore: true });
  }
  return {
    *read(piece) {
      held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
      for (;;) {
        const step = steps[stage]();
        if (step === 'wait') return;
        if (step) yield step;
      }
    },
    isOver: () => stage === 'over',
    finish: () => {
      if (files === 0) throw notFit();
      if (stage !== 'header' || held.length > 0) ending = 'cut';
      return [];
    },
    ending: () => ending,
  };
}

/** Messages as a file of their own. */
function fitFile(messages: readonly Uint8Array[]): Buffer {
  const records = Buffer.concat(messages);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(headerBytes, 0);
  header.writeUInt8(0x20, 1); // protocol 2.0
  header.writeUInt32LE(records.length, 4);
  header.write('.FIT', 8, 'latin1');
  const check = Buffer.alloc(2);
  check.writeUInt16LE(crc16(records, crc16(header, 0)), 0);
  return Buffer.concat([header, records, check]);
}

function newPart(left: number, crc: number): Part {
  return { definitions: new Map(), left, crc, timestamp: undefined };
}

function isHeaderSize(size: number): boolean {
  return size === 12 || size === 14;
}

function localType(head: number): number {
  return head & 0x80 ? (head >> 5) & 0x03 : head & 0x0f;
}

/** The length of the message that begins here; undefined where that is not yet known, 'unknown' where nothing says it. */
function messageBytes(held: Buffer, part: Part): number | 'unknown' | undefined {
  const head = held[0];
  if (head === undefined) return undefined;
  if (!(head & 0x80) && head & 0x40) return definitionBytes(held);
  const definition = part.definitions.get(localType(head));
  return definition ? definition.bytes : 'unknown';
}

/** A compressed head holds the last five bits of the time, which has gone on since. */
function later(timestamp: number | undefined, bits: number): number | undefined {
  return timestamp === undefined ? undefined : timestamp + ((bits - (timestamp & lowFiveBits)) & lowFiveBits);
}

function notFit(): InvalidInput {
  return new InvalidInput(
    'unsupported-format',
    'The file begins like FIT, but its header is cut or broken: nothing of it can be read.',
    '文件以 FIT 开头，但文件头不完整或已损坏，无法读取。',
    [],
    415,
  );
}
