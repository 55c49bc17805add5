import type { office as zhOffice } from './zh-office.ts';

export const office: typeof zhOffice = {};
