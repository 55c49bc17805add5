/**
 * What a terminal's number may be registered as, the likeliest first: its digits without leading zeros, the digits as
 * they came, and where they are none, so that the six bytes are a packed number of 47 bits, the IMEI that it stands
 * for (Traccar reads it so).
 */
export function identitiesOf(number: Buffer): string[] {
  const raw = number.toString('hex');
  const stripped = raw.replace(/^0+(?=.)/, '');
  const imei = /[a-f]/.test(raw) && number.length === 6 ? imeiOf(number) : undefined;
  return [...new Set([stripped, raw, ...(imei ? [imei] : [])])];
}

function imeiOf(number: Buffer): string | undefined {
  const digits = String(number.readUIntBE(0, 6)).padStart(14, '0');
  return digits.length === 14 ? digits + luhnDigit(digits) : undefined;
}

function luhnDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
