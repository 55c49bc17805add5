import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepHeaders, type LiveRequest } from '../../server/devices/protocols/request.ts';
import { vectorsFolder, withVectors } from './real-data.ts';

/** A position that a case expects. */
export type ExpectedFix = {
  time_ms?: number;
  lat: number;
  lon: number;
  altitude_m?: number;
  speed_mps?: number;
  course_deg?: number;
  accuracy_m?: number;
  battery_pct?: number;
  /** False where the receiver itself warns that it knew no position. */
  valid?: boolean;
};

/** A case of another project's suite, as far as cases of all protocols are alike. */
export type Vector = {
  id: string;
  kind: string;
  input: {
    transport?: string;
    method?: string;
    url?: string;
    headers?: Record<string, string>;
    body?: string;
    topic?: string;
    payload?: string;
    requests?: string[];
    file?: { path: string };
  };
  expect: {
    disposition?: string;
    device_id?: string;
    /** Decrypts the message. */
    key?: string;
    records?: ExpectedFix[];
    stored_points?: number;
    ack?: { http_status?: string; content_type?: string; body?: string; body_exact?: string };
  };
};

/** The cases of a file; none where they are not given. `V` is what the caller's protocol adds. */
export function vectorsOf<V extends { id: string } = Vector>(file: string): V[] {
  if (!withVectors) return [];
  const { vectors }: { vectors: V[] } = JSON.parse(readFileSync(join(vectorsFolder, `${file}.json`), 'utf8'));
  return vectors;
}

/** Of a case's address what follows the question mark. */
export function queryOf(url: string): string {
  return url.split('?').slice(1).join('?');
}

/** The request of a case as a decoder gets it: its path is what a client asks for behind its token. */
export function requestOf({ input }: Vector, receivedAt: number): LiveRequest {
  const [path = ''] = (input.url ?? '').split('?');
  const named = Object.entries(input.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method: input.method ?? 'GET',
    path,
    query: queryOf(input.url ?? ''),
    headers: keepHeaders(Object.fromEntries(named)),
    body: Buffer.from(input.body ?? input.payload ?? ''),
    receivedAt,
  };
}
