import { z } from 'zod';
import { saidIn } from './http/in-both.ts';

const port = z.coerce.number().int().min(0).max(65535);
const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const timeZone = z.string().refine(isTimeZone, 'an IANA time zone such as Asia/Shanghai');
const webUrl = z.url({ protocol: /^https?$/, error: 'an address such as https://grid.example.cn' });
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'an address such as postgres://user:password@host/database',
});
const mqttUrl = z.url({
  protocol: /^(mqtt|mqtts|ws|wss)$/,
  error: 'an address such as mqtt://user:password@host:1883',
});
const mebibyte = 1024 * 1024;

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: postgresUrl.optional(),
  ADMIN_PASSWORD: z.string().min(8, 'at least 8 characters').optional(),
  DEMO: flag.optional(),
  TIME_ZONE: timeZone.default('Asia/Shanghai'),
  RETENTION_MONTHS: z.coerce.number().int().min(0).max(1200).default(24),
  PUBLIC_URL: webUrl.optional(),
  INGEST_GROUP_MS: z.coerce.number().int().min(0).max(1000).default(20),
  MQTT_URL: mqttUrl.optional(),
  INGEST_MEMORY_MB: z.coerce.number().int().min(5).max(100_000).default(256),
  JT808_PORT: port.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Readonly<{
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | null;
  adminPassword: string | null;
  /** What `DEMO` says; null where it is absent and the database decides. */
  demo: boolean | null;
  timeZone: string;
  retentionMonths: number;
  publicUrl: string | null;
  /** How long deliveries wait for others to be stored with. */
  ingestGroupMs: number;
  /** The broker that OwnTracks publishes to, with user and password where it wants them. */
  mqttUrl: string | null;
  /** What uploads by live clients may take together before they are told to come again. */
  ingestMemoryBytes: number;
  /** Where JT/T 808 terminals connect; null does not listen for them. */
  jt808Port: number | null;
  logLevel: string;
}>;

/** Names every wrong variable and what was expected of it. */
export class WrongConfiguration extends Error {}

/** Reads the environment once; an empty variable counts as absent. Throws {@link WrongConfiguration}. */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `${issue.path.join('.')}: ${saidIn('en', issue.message)}`,
    );
    throw new WrongConfiguration(`The configuration is wrong. ${lines.join('; ')}.`);
  }
  const env = parsed.data;
  return Object.freeze({
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL ?? null,
    adminPassword: env.ADMIN_PASSWORD ?? null,
    demo: env.DEMO ?? null,
    timeZone: env.TIME_ZONE,
    retentionMonths: env.RETENTION_MONTHS,
    publicUrl: env.PUBLIC_URL ?? null,
    ingestGroupMs: env.INGEST_GROUP_MS,
    mqttUrl: env.MQTT_URL ?? null,
    ingestMemoryBytes: env.INGEST_MEMORY_MB * mebibyte,
    jt808Port: env.JT808_PORT ?? null,
    logLevel: env.LOG_LEVEL,
  });
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
