import type { Knex } from 'knex';
import type { Deps } from '../../deps.ts';
import { decodeAgain } from '../../devices/protocols/registry.ts';
import { ingest } from '../ingest.ts';
import { unpackBody } from '../packed-body.ts';

/** Which stored messages. */
export type MessageFilter = {
  deviceId?: number | undefined;
  protocol?: string | undefined;
  /** Those that arrived since. */
  since?: Date | undefined;
};

type Message = {
  deviceId: number;
  id: number;
  receivedAt: Date;
  protocol: string;
  body: Buffer;
  bodyPacked: boolean;
  secret: string | null;
};

const atOnce = 200;

/**
 * Decodes again every message of live clients that is still stored, and stores what was overlooked in it: fixes that
 * are there already are duplicates. Returns how many messages were read and how many fixes were new.
 */
export async function replayMessages(
  deps: Deps,
  filter: MessageFilter,
  onPage: (messages: number) => void = () => {},
): Promise<{ messages: number; stored: number }> {
  const sum = { messages: 0, stored: 0 };
  let after = { deviceId: 0, id: 0 };
  for (;;) {
    const page = await listMessages(deps.db, filter, after);
    const last = page.at(-1);
    if (!last) return sum;
    const stored = await Promise.all(page.map((message) => again(deps, message)));
    sum.messages += page.length;
    sum.stored += stored.reduce((a, b) => a + b, 0);
    after = last;
    onPage(sum.messages);
  }
}

async function again(deps: Deps, { deviceId, protocol, secret, ...message }: Message): Promise<number> {
  const raw = await unpackBody(message);
  const receivedAt = message.receivedAt.getTime();
  const decoded = raw && decodeAgain(protocol, raw, { receivedAt, secret });
  if (!decoded || decoded.fixes.length === 0) return 0;
  const delivery = { deviceId, protocol, isLive: true, receivedAt, decoded, isReplay: true };
  return (await ingest(deps, delivery)).stored;
}

async function listMessages(
  db: Knex,
  { deviceId, protocol, since }: MessageFilter,
  after: { deviceId: number; id: number },
): Promise<Message[]> {
  const { rows } = await db.raw(
    `select receipt.device_id as "deviceId", receipt.id, receipt.received_at as "receivedAt", receipt.protocol,
       receipt.body, receipt.body_packed as "bodyPacked", device.secret
     from receipts receipt join devices device on device.id = receipt.device_id
     where receipt.body is not null and (receipt.device_id, receipt.id) > (:afterDevice, :afterId)
       and (cast(:deviceId as bigint) is null or receipt.device_id = :deviceId)
       and (cast(:protocol as text) is null or receipt.protocol = :protocol)
       and (cast(:since as timestamptz) is null or receipt.received_at >= :since)
     order by receipt.device_id, receipt.id limit :atOnce`,
    {
      afterDevice: after.deviceId,
      afterId: after.id,
      deviceId: deviceId ?? null,
      protocol: protocol ?? null,
      since: since ?? null,
      atOnce,
    },
  );
  return rows;
}
