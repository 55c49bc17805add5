import { messageId } from '../protocols/jt808/positions.ts';

/** How a message is treated: at the door, or answered without being kept, or kept and then answered, or not answered. */
export type Kind = 'door' | 'answered' | 'kept' | 'silent';

const kinds: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [messageId.register, 'door'],
  [messageId.authenticate, 'door'],
  [messageId.heartbeat, 'answered'],
  [messageId.logout, 'answered'],
  [messageId.parameters, 'answered'],
  [messageId.properties, 'answered'],
  [messageId.multimediaEvent, 'answered'],
  [messageId.multimedia, 'answered'],
  [messageId.generalAnswer, 'silent'],
]);

/** Whatever is not known is kept as it came: what a terminal tells by it can be read later. */
export function kindOf(id: number): Kind {
  return kinds.get(id) ?? 'kept';
}
