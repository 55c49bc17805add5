import { expect, test } from 'vitest';
import { windowBook } from '../../server/rules/window-book.ts';

const now = Date.UTC(2026, 2, 4);
const hoursUntil = (minute: number) => [
  { days: [1], from: '08:00', to: `09:${String(minute).padStart(2, '0')}` },
];

test('windows of the hours asked for last are kept, and those of fifty hours at most', () => {
  const windowsOf = windowBook('Asia/Shanghai');
  const asked = (minute: number) => windowsOf(hoursUntil(minute), now, now);
  const first = Array.from({ length: 50 }, (_, minute) => asked(minute));
  expect(asked(0)).toBe(first[0]);
  asked(50);
  expect(asked(0)).toBe(first[0]);
  expect(asked(49)).toBe(first[49]);
  expect(asked(1)).not.toBe(first[1]);
});
