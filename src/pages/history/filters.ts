import { trimmed } from '../../../contract/shared/text.ts';
import type { HistoryFilter } from '../../api/history/history.ts';

export const filterNames = [
  'region',
  'loadBalancerId',
  'loadBalancer',
  'user',
  'run',
  'operation',
  'verdict',
  'from',
  'to',
] as const;
export type FilterName = (typeof filterNames)[number];

export const verdictChoices = [
  ['confirmed', 'Verified'],
  ['failed', 'Failed or refused'],
  ['none', 'Outcome unknown'],
] as const;

/** Days that are asked for most: counted back from today, the first and the last of them. */
export const periods = [
  { name: 'Today', first: 0, last: 0 },
  { name: 'Yesterday', first: 1, last: 1 },
  { name: 'Last 7 days', first: 6, last: 0 },
] as const;

/** The days of a period as date fields take them, in the user's zone. `now`: milliseconds since the Unix epoch. */
export function daysOf({ first, last }: (typeof periods)[number], now: number): { from: string; to: string } {
  const today = new Date(now);
  const day = (back: number): string => {
    const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back);
    const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
    return parts.map((part) => String(part).padStart(2, '0')).join('-');
  };
  return { from: day(first), to: day(last) };
}

const isVerdict = (value: string): value is NonNullable<HistoryFilter['verdict']> =>
  value === 'unconfirmed' || verdictChoices.some(([verdict]) => verdict === value);

/** A day of a date field in the user's zone, as the time at which it begins (or ends); null when it is no day. */
function dayToTime(day: string, end: boolean): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const time = new Date(`${day}T${end ? '23:59:59.999' : '00:00:00.000'}`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** A filter of the address that says nothing the history knows. */
export interface UnknownFilter {
  readonly name: FilterName;
  readonly sentence: string;
}

/** What of the address's filters cannot be followed, as somebody mistyped it. */
export function unknownFilters(search: URLSearchParams): readonly UnknownFilter[] {
  const text = (name: FilterName) => trimmed(search.get(name) ?? '');
  const verdict = text('verdict');
  return [
    ...(verdict === '' || isVerdict(verdict)
      ? []
      : [{ name: 'verdict', sentence: `Unknown result in the filter: “${verdict}”.` } as const]),
    ...(['from', 'to'] as const)
      .filter((name) => text(name) !== '' && dayToTime(text(name), false) === null)
      .map((name) => ({ name, sentence: `“${text(name)}” is no day; write it like 2031-05-02.` })),
  ];
}

/** The filters of the page's address as the history takes them; what `unknownFilters` tells of is left out. */
export function filterOf(search: URLSearchParams): HistoryFilter {
  const text = (name: FilterName) => trimmed(search.get(name) ?? '') || undefined;
  const verdict = text('verdict');
  const from = dayToTime(text('from') ?? '', false);
  const to = dayToTime(text('to') ?? '', true);
  const region = text('region');
  const loadBalancerId = text('loadBalancerId');
  const loadBalancer = text('loadBalancer');
  const user = text('user');
  const run = text('run');
  const operation = text('operation');
  return {
    ...(region && { region }),
    ...(loadBalancerId && { loadBalancerId }),
    ...(loadBalancer && { loadBalancer }),
    ...(user && { user }),
    ...(run && { run }),
    ...(operation && { operation }),
    ...(verdict && isVerdict(verdict) && { verdict }),
    ...(from && { from }),
    ...(to && { to }),
  };
}
