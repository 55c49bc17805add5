import { parseNumber } from './number.ts';

/** A JSON object whose members nothing is known of yet. */
export type Fields = Readonly<Record<string, unknown>>;

export function recordOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** Clients send numbers as text as well; nothing else is one. */
export function textOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

export function numberOf(value: unknown): number | undefined {
  // JSON holds finite numbers only.
  return typeof value === 'number' ? value : parseNumber(textOf(value));
}

/** Undefined for what is no JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}

export function looksLikeJson(bytes: Uint8Array): boolean {
  return /^\s*[[{]/.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'));
}

/** The members of a flat object as a form. */
export function formOfRecord(fields: Fields): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.append(name, formText(value));
  return form;
}

/** What is no text, number or truth value is there, and is no number. */
export function formText(value: unknown): string {
  return typeof value === 'boolean' ? String(value) : textOf(value);
}

/** The first of the fields that is there and not empty. */
export function textIn(form: URLSearchParams, ...names: string[]): string | undefined {
  for (const name of names) {
    const text = form.get(name);
    if (text) return text;
  }
  return undefined;
}

export function numberIn(form: URLSearchParams, ...names: string[]): number | undefined {
  return parseNumber(textIn(form, ...names));
}

/** What zero stands for in clients that send it for unknown. */
export function unlessZero(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}

const longestLabel = 200;

/** Labels of which something is said, as text that can be stored: no NUL and no half of a character. */
export function labelsOf(labels: Readonly<Record<string, unknown>>): Record<string, string> {
  const said: Record<string, string> = {};
  for (const name of Object.keys(labels)) {
    const text = labelOf(labels[name]);
    if (text !== '') said[name] = text;
  }
  return said;
}

function labelOf(value: unknown): string {
  const text = textOf(value).slice(0, longestLabel).replaceAll('\0', '');
  return /[\ud800-\udfff]/.test(text) ? Buffer.from(text).toString('utf8') : text;
}
