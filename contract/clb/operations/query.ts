import type { QueryParameter } from './operation.ts';

/** Query parameters that several operations share. Source: CLB v1.0 developer guide, "Paginated collections". */
const limit = {
  name: 'limit',
  type: 'integer',
  minimum: 1,
  help: 'How many items to answer with; 100 at most, and when left out.',
} as const;
const marker = {
  name: 'marker',
  type: 'integer',
  help: 'Id of the first item to answer with. To page on, send the last id seen plus one.',
} as const;
const offset = { name: 'offset', type: 'integer', minimum: 0, help: 'How many items to skip.' } as const;

export const paging = [limit, marker, offset] as const satisfies readonly QueryParameter[];

export const reportPaging = [
  { ...limit, maximum: 1000, help: 'How many records to answer with; 1000 at most, 500 when left out.' },
  offset,
] as const satisfies readonly QueryParameter[];

export const eventPaging = [
  { ...limit, maximum: 1000, help: 'How many events to answer with; 1000 at most, 100 when left out.' },
  marker,
  offset,
] as const satisfies readonly QueryParameter[];

export const period = [
  { name: 'startTime', type: 'date-time', help: 'Start of the period, ISO 8601; a bare date is enough.' },
  { name: 'endTime', type: 'date-time', help: 'End of the period, ISO 8601; later than the start.' },
] as const satisfies readonly QueryParameter[];

export const feedPage = [
  {
    name: 'page',
    type: 'integer',
    minimum: 1,
    help: 'Page of the feed, ten entries each, newest first; 1 when left out.',
  },
] as const satisfies readonly QueryParameter[];

/** Ids of a bulk deletion, `?id=1&id=2`. */
export const ids = (items: string) =>
  [{ name: 'id', type: 'integer-list', required: true, help: `Ids of the ${items} to delete, ten at most.` }] as const;
