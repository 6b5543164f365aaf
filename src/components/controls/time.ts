const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const shortDate = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** "now", "12 s ago", "2 min ago", "3 h ago", "3 d ago", then the date. */
export function ago(time: number, now: number): string {
  const past = Math.max(0, now - time);
  if (past < 2 * second) return 'now';
  if (past < minute) return `${Math.floor(past / second)} s ago`;
  if (past < hour) return `${Math.floor(past / minute)} min ago`;
  if (past < day) return `${Math.floor(past / hour)} h ago`;
  if (past < 30 * day) return `${Math.floor(past / day)} d ago`;
  return shortDate.format(time);
}

/** "3 s", "2 min 5 s", "1 h 4 min": how long something takes or took. */
export function duration(milliseconds: number): string {
  const past = Math.max(0, Math.round(milliseconds / second) * second);
  if (past < minute) return `${past / second} s`;
  if (past < hour) return `${Math.floor(past / minute)} min ${Math.floor((past % minute) / second)} s`;
  return `${Math.floor(past / hour)} h ${Math.floor((past % hour) / minute)} min`;
}

/** "3 s", "2 min", "13 h": in the largest unit, for places with little room. */
export function lasted(milliseconds: number): string {
  const past = Math.max(0, milliseconds);
  if (past < minute) return `${Math.floor(past / second)} s`;
  return past < hour ? `${Math.floor(past / minute)} min` : `${Math.floor(past / hour)} h`;
}

/** In the user's zone. */
export const localTime = (time: number): string => absolute.format(time);
export const utcTime = (time: number): string => `${new Date(time).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
