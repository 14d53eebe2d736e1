// The W3C profile of ISO 8601, or epoch seconds:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
const ISO = /^(\d{4})(-(\d{2})(-(\d{2})(T(\d{2}):(\d{2})(:(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;
const EPOCH_SECONDS = /^\d{1,12}(\.\d+)?$/;

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
}

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Milliseconds since the epoch; `null` where the text is no date. */
export function parseDate(text: string): number | null {
  const trimmed = text.trim();
  const found = ISO.exec(trimmed);
  // Four digits are a year only beside a separator: AWS reads a bare number as epoch seconds.
  if (EPOCH_SECONDS.test(trimmed)) return Number(trimmed) * 1000;
  if (found === null) return null;
  const [, year, , month = '01', , day = '01', , hour = '0', minute = '0', , second = '0', fraction = ''] =
    found;
  if (!isRealDate(Number(year), Number(month), Number(day))) return null;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const whole = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return whole + Number(`0${fraction}`) * 1000 - offsetMinutes(found[12]) * 60_000;
}
