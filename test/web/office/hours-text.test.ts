import { describe, expect, it } from 'vitest';
import { hours as en } from '../../../web/i18n/en-hours.ts';
import { hours as zh } from '../../../web/i18n/zh-hours.ts';
import { areHoursWhole, hoursFault, hoursText, splitAtMidnight } from '../../../web/office/hours-text.ts';

describe('hours of the week as text', () => {
  const school = { days: [1, 2, 3, 4, 5], from: '07:20', to: '08:00', schoolDays: true };

  it('names days in a row as a range, and single days one by one', () => {
    const mixed = [
      { days: [7, 1, 2, 3, 5], from: '09:00', to: '12:00' },
      { days: [6, 7], from: '18:00', to: '24:00' },
    ];
    expect(hoursText(mixed, en)).toBe('Mon–Wed, Fri, Sun 09:00–12:00; Sat, Sun 18:00–24:00');
    expect(hoursText(mixed, zh)).toBe('周一至周三、周五、周日 09:00–12:00；周六、周日 18:00–24:00');
  });

  it('says that school days are meant', () => {
    expect(hoursText([school], en)).toBe('Mon–Fri 07:20–08:00 on school days');
    expect(hoursText([school], zh)).toBe('周一至周五 07:20–08:00（上学日）');
  });

  it('says the times of the same days together, and every school day as such', () => {
    const days = [1, 2, 3, 4, 5, 6, 7];
    const gates = [
      { ...school, days },
      { ...school, days, from: '16:30', to: '17:30' },
    ];
    expect(hoursText(gates, en)).toBe('on school days 07:20–08:00, 16:30–17:30');
    expect(hoursText(gates, zh)).toBe('上学日 07:20–08:00、16:30–17:30');
  });

  it('splits hours over midnight into those before it and those of the next day', () => {
    const night = { days: [5, 7], from: '22:00', to: '02:00' };
    expect(hoursFault(night)).toBe('backwards');
    expect(splitAtMidnight(night)).toEqual([
      { days: [5, 7], from: '22:00', to: '24:00' },
      { days: [1, 6], from: '00:00', to: '02:00' },
    ]);
    expect(areHoursWhole(splitAtMidnight(night))).toBe(true);
    expect(splitAtMidnight({ ...night, to: '00:00' })).toEqual([
      { days: [5, 7], from: '22:00', to: '24:00' },
    ]);
  });

  it('knows hours that cannot be sent', () => {
    expect(areHoursWhole(null)).toBe(true);
    expect(areHoursWhole([])).toBe(false);
    expect(hoursFault({ ...school, days: [] })).toBe('days');
    expect(hoursFault({ ...school, to: '' })).toBe('clock');
  });
});
