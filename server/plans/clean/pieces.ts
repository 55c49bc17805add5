import type { Faces } from '../../geo/faces.ts';
import { type Change, cutOffChange } from './change.ts';
import { halvesOf, isThin, longestBorder, type Owners } from './claims.ts';
import type { Ground } from './ground.ts';

/** A piece that was cut off and is no larger than this share of its cell goes to a neighbour; a larger one stays a part. */
const cutOffShare = 0.05;
const mostRounds = 8;

type Part = { owner: number; faces: number[]; squareMetres: number; borderMetres: number };

/**
 * Hands pieces that cleaning cut off from their outline, and slivers that hang on it by a point, to the neighbour with the
 * longest border; slivers that nobody borders are left out. Changes `owners` in place.
 */
export function joinCutOff(faces: Faces, ground: Ground, owners: Owners, toleranceMetres: number): Change[] {
  const changes: Change[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const loose = looseParts(faces, ground, owners, toleranceMetres);
    for (const part of loose) {
      const taker = longestBorder(faces, ground, owners, part.faces, (outline) => outline !== part.owner);
      if (taker === undefined && !isThin(part, toleranceMetres)) continue;
      for (const face of part.faces) owners[face] = taker ?? -1;
      const place = ground.places[part.faces[0] ?? 0] ?? [0, 0];
      changes.push(cutOffChange(taker, part.owner, { areaSquareMetres: part.squareMetres, place }));
    }
    if (loose.length === 0) break;
  }
  return changes;
}

/** Smallest first, so that a chain of slivers ends in what is whole. */
function looseParts(faces: Faces, ground: Ground, owners: Owners, toleranceMetres: number): Part[] {
  const byOwner = new Map<number, Part[]>();
  for (const part of partsOf(faces, ground, owners)) {
    const parts = byOwner.get(part.owner) ?? [];
    parts.push(part);
    byOwner.set(part.owner, parts);
  }
  const loose = [...byOwner.values()].flatMap((parts) => {
    if (parts.length === 1) return [];
    const whole = parts.reduce((sum, { squareMetres }) => sum + squareMetres, 0);
    const originals = originalParts(faces, parts[0]?.owner ?? 0);
    const largest = largestOf(parts);
    const mains = new Map<number, Part>();
    for (const part of parts) {
      const original = originals.get(part.faces.find((face) => originals.has(face)) ?? -1) ?? -1;
      const main = mains.get(original);
      if (!main || part.squareMetres > main.squareMetres) mains.set(original, part);
    }
    const kept = new Set([...mains].flatMap(([original, part]) => (original === -1 ? [] : [part])));
    return parts.filter((part) => {
      if (part === largest) return false;
      return isThin(part, toleranceMetres) || (!kept.has(part) && part.squareMetres <= cutOffShare * whole);
    });
  });
  return loose.sort((a, b) => a.squareMetres - b.squareMetres || (a.faces[0] ?? 0) - (b.faces[0] ?? 0));
}

function largestOf(parts: readonly Part[]): Part | undefined {
  return parts.reduce<Part | undefined>(
    (best, part) => (!best || part.squareMetres > best.squareMetres ? part : best),
    undefined,
  );
}

/** Connected faces of one owner. */
function partsOf(faces: Faces, ground: Ground, owners: Owners): Part[] {
  const done = new Uint8Array(faces.count);
  const parts: Part[] = [];
  for (let start = 1; start < faces.count; start++) {
    const owner = owners[start] ?? -1;
    if (done[start] || owner < 0) continue;
    const part: Part = { owner, faces: [start], squareMetres: 0, borderMetres: 0 };
    done[start] = 1;
    for (const face of part.faces) {
      part.squareMetres += ground.squareMetres[face] ?? 0;
      for (const half of halvesOf(faces, face)) {
        const beyond = faces.faceOf[half ^ 1] ?? 0;
        if (owners[beyond] !== owner) part.borderMetres += ground.edgeMetres[half >> 1] ?? 0;
        else if (!done[beyond]) {
          done[beyond] = 1;
          part.faces.push(beyond);
        }
      }
    }
    parts.push(part);
  }
  return parts;
}

/** The faces that an outline claimed, numbered by the connected part that they were of. */
function originalParts(faces: Faces, outline: number): Map<number, number> {
  const partOf = new Map<number, number>();
  faces.inside.forEach((labels, start) => {
    if (partOf.has(start) || !labels.includes(outline)) return;
    partOf.set(start, start);
    const queue = [start];
    for (const face of queue)
      for (const half of halvesOf(faces, face)) {
        const beyond = faces.faceOf[half ^ 1] ?? 0;
        if (partOf.has(beyond) || !faces.inside[beyond]?.includes(outline)) continue;
        partOf.set(beyond, start);
        queue.push(beyond);
      }
  });
  return partOf;
}
