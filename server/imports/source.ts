import type { LonLat } from '../geo/position.ts';

export type Scalar = string | number | boolean | null;
export type Attributes = Record<string, Scalar | undefined>;

/** One record of a file: its geometry as it was read, unchecked, or the reason why it has none. */
export type SourceRecord =
  | {
      index: number;
      geometry: unknown;
      attributes: Attributes;
      notes?: Note[];
      /** It has no position of its own and lies where the area of its code does. */
      isPlacedByCode?: true;
    }
  | { index: number; attributes: Attributes; refused: Note };

/** Something to tell whoever imports, in both languages. `place` is where it is, in the stored datum. */
export type Note = { kind: string; english: string; chinese: string; place?: LonLat };

/** A file opened for import. `notes` and `referenceSystem` are complete once the records were read. */
export type Source = {
  format: 'geojson' | 'topojson' | 'shapefile' | 'geopackage' | 'kml' | 'csv';
  /** The name of the layer or file without its ending. */
  name: string;
  /** Of the attribute table, as far as the format leaves that open. */
  encoding: string;
  /** What the file itself says of its reference system; data of China never says it truthfully. */
  referenceSystem: ReferenceSystem | undefined;
  /** What concerns the file as a whole. */
  notes: Note[];
  records: () => AsyncIterable<SourceRecord>;
};

/** An EPSG code where the file names one, and the name of the system. */
export type ReferenceSystem = { name: string; srid?: number };
