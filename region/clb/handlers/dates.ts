import { faults } from '../../../contract/clb/faults.ts';
import { Refusal } from '../answer.ts';

/** Date, then optionally time, fraction and offset, with or without a colon. Source: CLB v1.0 developer guide, "Date and time format". */
const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[-+]\d{2}:?\d{2})?)?$/;

/** Whether the calendar has this day: `Date.parse` takes the 31st of April for the 1st of May. */
function exists(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** Milliseconds since the epoch. Throws DATE400 for a value that is not ISO 8601. */
export function parseDate(value: string): number {
  // A plus sign that was not encoded arrives as a space.
  const match = pattern.exec(value.replace(/ (\d{2}:?\d{2})$/, '+$1'));
  const [, day = '', time = '00:00:00', offset = 'Z'] = match ?? [];
  const withColon = offset === 'Z' || offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const parsed = exists(day) ? Date.parse(`${day}T${time}${withColon}`) : Number.NaN;
  if (Number.isNaN(parsed)) throw new Refusal('DATE400', faults.DATE400.words.default);
  return parsed;
}

/** A date parameter; undefined when it is missing. */
export function dateParameter(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  return value === null ? undefined : parseDate(value);
}
