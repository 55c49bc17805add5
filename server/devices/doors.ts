import type { Route } from '../http/route.ts';
import { gpslogger } from './protocols/gpslogger.ts';
import { opengts } from './protocols/opengts.ts';
import { osmand } from './protocols/osmand.ts';
import { overland } from './protocols/overland.ts';
import { owntracks } from './protocols/owntracks.ts';
import { phonetrack } from './protocols/phonetrack.ts';
import type { LiveProtocol } from './protocols/protocol.ts';

/** An address at which a protocol is spoken. */
export type Door = {
  protocol: LiveProtocol;
  path: string;
  methods: readonly Route['method'][];
  /** What is sent there, for the documentation. */
  summary: string;
  upload?: string;
};

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

/** What live clients speak, unchanged, and where. */
export const doors: readonly Door[] = [
  {
    protocol: osmand,
    path: '/ingest/osmand/:token',
    methods: ['get', 'post'],
    summary: 'Traccar Client and OsmAnd: positions in the query, a form or JSON',
    upload: form,
  },
  {
    protocol: owntracks,
    path: '/ingest/owntracks/:token',
    methods: ['post'],
    summary: 'OwnTracks over HTTP: one message or an array, plain or encrypted',
    upload: json,
  },
  {
    protocol: overland,
    path: '/ingest/overland/:token',
    methods: ['post'],
    summary: 'Overland: a batch of positions',
    upload: json,
  },
  {
    protocol: overland,
    path: '/ingest/overland/:token/api/v1/overland/batches',
    methods: ['post'],
    summary: 'Dawarich mode of GPSLogger with the address of a device as server',
    upload: json,
  },
  {
    protocol: overland,
    path: '/api/v1/overland/batches',
    methods: ['post'],
    summary: 'Dawarich mode of GPSLogger with the token of a device as API key',
    upload: json,
  },
  {
    protocol: phonetrack,
    path: '/ingest/phonetrack/:token/*path',
    methods: ['get', 'post'],
    summary: "PhoneTrack: the client's own path behind the token",
    upload: json,
  },
  {
    protocol: gpslogger,
    path: '/ingest/gpslogger/:token',
    methods: ['get', 'post', 'put', 'patch', 'delete'],
    summary: 'GPSLogger with a custom URL: one position in the query or the body',
    upload: form,
  },
  {
    protocol: opengts,
    path: '/ingest/opengts/:token',
    methods: ['get', 'post'],
    summary: 'OpenGTS mode of GPSLogger and others: an RMC sentence',
    upload: form,
  },
];
