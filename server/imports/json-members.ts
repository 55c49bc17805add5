/** The text is not JSON, or not of the shape that is read here. */
export class NotJson extends Error {}

/** An element of the streamed array as text; `undefined` where it is longer than the limit. */
export type Element = { index: number; text: string | undefined };

/**
 * Reads one JSON object piece by piece. The elements of the arrays called `features` and `geometries` at its top come
 * one by one; every other member is gathered in `members`. So a file of any length is read with the memory of its
 * longest element. Throws NotJson where the text is broken or ends early.
 */
export class JsonMembers {
  readonly members: Record<string, unknown> = {};
  /** The names of the arrays that were streamed. */
  readonly streamed: string[] = [];
  readonly #limit: number;
  #text = '';
  #isTooLong = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #streaming = false;
  #index = 0;
  #hasMembers = false;
  #ended = false;

  constructor(limitCharacters: number) {
    this.#limit = limitCharacters;
  }

  /** Takes the next piece of text, yields the elements that it completes. */
  *read(piece: string): Generator<Element> {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === backslash) this.#escaped = true;
        else if (code === quote) this.#inString = false;
        continue;
      }
      if (code === quote) this.#inString = true;
      else if (code === openBrace || code === openBracket) {
        this.#depth++;
        if (this.#depth === 1) from = this.#openRoot(piece, from, at, code);
        else if (this.#depth === 2 && code === openBracket) from = this.#openArray(piece, from, at);
      } else if (code === comma && this.#depth === this.#level) {
        this.#keep(piece, from, at);
        yield* this.#complete();
        from = at + 1;
      } else if (code === closeBrace || code === closeBracket) {
        if (this.#depth === this.#level) {
          if (code !== (this.#streaming ? closeBracket : closeBrace))
            throw new NotJson('its brackets do not match');
          this.#keep(piece, from, at);
          yield* this.#close();
          from = at + 1;
        }
        this.#depth--;
      }
    }
    this.#keep(piece, from, piece.length);
  }

  /** Throws where the object is not complete, or something follows it. */
  end(): void {
    if (!this.#ended)
      throw new NotJson(this.#depth === 0 ? 'there is no JSON object' : 'it ends in the middle');
    if (this.#text.trim() !== '') throw new NotJson('something follows the end of the object');
  }

  /** The depth whose commas part what is being read: members of the root, or elements of a streamed array. */
  get #level(): number {
    return this.#streaming ? 2 : 1;
  }

  #openRoot(piece: string, from: number, at: number, code: number): number {
    this.#keep(piece, from, at);
    if (this.#ended || code !== openBrace || this.#text.trim() !== '')
      throw new NotJson('it is not one JSON object');
    this.#text = '';
    return at + 1;
  }

  #openArray(piece: string, from: number, at: number): number {
    if (this.#streaming) return from;
    const name = /^\s*"(features|geometries)"\s*:\s*$/.exec(this.#text + piece.slice(from, at))?.[1];
    if (name === undefined) return from;
    this.streamed.push(name);
    this.#streaming = true;
    this.#text = '';
    this.#index = 0;
    return at + 1;
  }

  *#close(): Generator<Element> {
    if (this.#streaming) {
      // An array may be empty, or end after its last element; a comma before its end is no JSON.
      if (this.#text.trim() !== '' || this.#isTooLong || this.#index > 0) yield* this.#complete();
      this.#streaming = false;
      this.#text = '"":null';
      return;
    }
    if (this.#text.trim() !== '' || this.#hasMembers) this.#addMember();
    this.#ended = true;
    this.#text = '';
  }

  *#complete(): Generator<Element> {
    if (!this.#streaming) return this.#addMember();
    yield { index: this.#index++, text: this.#isTooLong ? undefined : this.#text };
    this.#text = '';
    this.#isTooLong = false;
  }

  #addMember(): void {
    if (this.#isTooLong) throw new NotJson('one of its members is too long');
    if (this.#text.trim() === '') throw new NotJson('a comma stands where a member should');
    Object.assign(this.members, parseJson(`{${this.#text}}`));
    this.#hasMembers = true;
    this.#text = '';
  }

  #keep(piece: string, from: number, to: number): void {
    if (this.#isTooLong || to <= from) return;
    this.#text += piece.slice(from, to);
    if (this.#text.length <= this.#limit) return;
    this.#isTooLong = true;
    this.#text = '';
  }
}

/** JSON.parse that throws NotJson. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NotJson(error instanceof Error ? error.message : String(error));
  }
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
