import type { Draft, ListenerDraft } from './draft.ts';

const purposes = ['web', 'api', 'shop', 'search', 'media', 'auth'];
const values = [
  null,
  { type: 'HTTP_COOKIE' },
  { type: 'SOURCE_IP' },
  { type: 'APP_COOKIE', cookie_name: 'JSESSIONID' },
];

/** Every fifth has a second listener with a pool of its own: 10,000 load balancers, 12,000 listeners, 12,000 pools. */
const twice = 5;

function listener(index: number, second: boolean): ListenerDraft {
  const number = second ? index + 1 : index;
  const tcp = index % 8 === 7;
  const protocol = tcp ? 'TCP' : 'HTTP';
  return {
    name: second ? 'alternative' : protocol.toLowerCase(),
    protocol,
    port: second ? 8080 : tcp ? 3306 : 80,
    pool: {
      name: `pool-${second ? 'b' : 'a'}`,
      protocol,
      persistence: tcp ? { type: 'SOURCE_IP' } : (values[number % values.length] ?? null),
      members: [1 + (number % 9), 1 + ((number + 1) % 9)],
    },
  };
}

/** Number `index` of a big seed, one a minute, the oldest first. */
export const manyth = (index: number, count: number): Draft => ({
  name: `${purposes[index % purposes.length]}-${`${index + 1}`.padStart(5, '0')}`,
  tags: [index % 2 === 0 ? 'prod' : 'test'],
  age: count - index,
  rate: index % 7,
  listeners: index % twice === 0 ? [listener(index, false), listener(index, true)] : [listener(index, false)],
});
