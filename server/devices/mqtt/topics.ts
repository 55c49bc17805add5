import { deviceTopic } from '../protocols/owntracks.ts';

/** What OwnTracks publishes to: positions, and behind them other kinds of messages. Some set a slash before it. */
export const subscriptions = ['owntracks/+/+', 'owntracks/+/+/+', '/owntracks/+/+', '/owntracks/+/+/+'];

/** What a device at this topic may be registered as: `user/device`, or the topic. */
export function identitiesOf(topic: string): string[] {
  const whole = deviceTopic(topic);
  return [whole.slice(whole.indexOf('/') + 1), whole, `/${whole}`];
}

/** Commands are sent to the device, not by it. */
export function isCommand(topic: string): boolean {
  return /^\/?owntracks\/[^/]*\/[^/]*\/cmd$/.test(topic);
}
