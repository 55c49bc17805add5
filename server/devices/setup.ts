/** What people carry today, and how each is told where to report. */
export const apps = [
  'traccar',
  'owntracks',
  'osmand',
  'gpslogger',
  'overland',
  'phonetrack',
  'jt808',
] as const;
export type App = (typeof apps)[number];

/** Something to be entered in the app by hand; `name` says where, the page has the words. */
type SetupField = {
  name: 'url' | 'api-key' | 'secret' | 'host' | 'port' | 'identity' | 'code';
  value: string;
};

/**
 * How an app is set up: a link that the app opens, where it knows one; what a QR code of it holds; and the same to be
 * entered by hand. A `port` that is not set is missing from the fields.
 */
export type Setup = { link: string | null; code: string | null; fields: SetupField[] };

export type SetupInput = {
  /** Address of this server as the device reaches it, without a slash at its end. */
  base: string;
  token: string;
  deviceId: number;
  identity: string | null;
  /** Encrypts what OwnTracks sends. */
  secret: string | null;
  jt808Port: number | null;
};

/** Metres and seconds between reports of Traccar Client; a heartbeat shows that somebody stands still. */
const traccarSettings = {
  accuracy: 'high',
  distance: '25',
  interval: '30',
  heartbeat: '300',
  buffer: 'true',
};
/** OwnTracks: 3 is HTTP; monitoring 2 reports on the move, not at changes of place alone. */
const owntracksSettings = { _type: 'configuration', mode: 3, monitoring: 2, auth: false };
const osmandQuery = 'lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}&bearing={6}';

const setups: Record<App, (input: SetupInput) => Setup> = {
  traccar: (input) => {
    const url = ingest(input, 'osmand');
    const settings = { id: String(input.deviceId), ...traccarSettings };
    // Its own scanner takes an http address and keeps origin and path; the link of its scheme takes any address whole.
    return {
      link: `org.traccar.client://config?${new URLSearchParams({ url, ...settings })}`,
      code: `${url}?${new URLSearchParams(settings)}`,
      fields: [{ name: 'url', value: url }],
    };
  },
  owntracks: (input) => {
    const url = ingest(input, 'owntracks');
    const { secret, deviceId } = input;
    const name = String(deviceId);
    const own = { url, deviceId: name, tid: name.slice(-2).padStart(2, '0') };
    const settings = { ...owntracksSettings, ...own, ...(secret !== null && { encryptionKey: secret }) };
    const inline = Buffer.from(JSON.stringify(settings)).toString('base64');
    const link = `owntracks:///config?inline=${encodeURIComponent(inline)}`;
    const keys: SetupField[] = secret === null ? [] : [{ name: 'secret', value: secret }];
    return { link, code: link, fields: [{ name: 'url', value: url }, ...keys] };
  },
  overland: (input) => {
    const url = ingest(input, 'overland');
    const link = `overland://setup?${new URLSearchParams({ url, device_id: String(input.deviceId) })}`;
    return { link, code: link, fields: [{ name: 'url', value: url }] };
  },
  osmand: (input) => copied(`${ingest(input, 'osmand')}?${osmandQuery}`),
  phonetrack: (input) => copied(ingest(input, 'phonetrack')),
  gpslogger: ({ base, token }) => ({
    ...copied(base),
    code: null,
    fields: [
      { name: 'url', value: base },
      { name: 'api-key', value: token },
    ],
  }),
  jt808: ({ base, token, identity, jt808Port }) => ({
    link: null,
    code: null,
    fields: [
      { name: 'host', value: hostOf(base) },
      ...(jt808Port === null ? [] : [{ name: 'port' as const, value: String(jt808Port) }]),
      ...(identity === null ? [] : [{ name: 'identity' as const, value: identity }]),
      { name: 'code', value: token },
    ],
  }),
};

/**
 * How an app is told to report to this server as a device. Sources: docs/operating.md for the addresses; Traccar
 * Client's configuration links, version 9 and later; OwnTracks booklet, "Configuration file"; Overland's README.
 */
export function setUp(app: App, input: SetupInput): Setup {
  return setups[app](input);
}

/** An address that no app takes as a link: a camera reads it off the screen, to be pasted. */
function copied(url: string): Setup {
  return { link: null, code: url, fields: [{ name: 'url', value: url }] };
}

function ingest({ base, token }: SetupInput, protocol: string): string {
  return `${base}/ingest/${protocol}/${token}`;
}

/** Without the brackets of an IPv6 address: terminals take it bare. */
function hostOf(base: string): string {
  return new URL(base).hostname.replace(/^\[|\]$/g, '');
}
