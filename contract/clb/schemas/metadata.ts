import { z } from '../../shared/zod.ts';
import { hasTwins, refused, rule, text } from './fields.ts';
import { wrapped } from './request.ts';

/** The service says "node" for the metadata of load balancers too. Source: CLB v1.0 developer guide, "Metadata". */
const words = {
  id: 'Must not specify an id for node meta data',
  key: 'Must provide a key for the node metadata item.',
  keyLength: 'Node meta key must not exceed 32 characters.',
  keyFixed: 'Node meta key field cannot be modified.',
  value: 'Must provide a value for the node metadata item.',
  valueLength: 'Node meta value must not exceed 256 characters.',
  noValue: 'Must provide a value to update for the node metadata item.',
};
const id = refused(words.id, z.int());

export const MetaNew = z.strictObject({
  key: text(32, words.key, words.keyLength).meta({ title: 'Key', description: 'Unique; cannot be changed later.' }),
  value: text(256, words.value, words.valueLength).meta({ title: 'Value' }),
  id,
});

const MetaUpdate = z.strictObject({
  value: text(256, words.noValue, words.valueLength, words.value).meta({ title: 'Value' }),
  key: refused(words.keyFixed, z.string()),
  id,
});

export const hasTwinKeys = (items: unknown) => hasTwins<{ key?: string }>(items, ({ key }) => key);

export const metadataRequests = {
  MetadataRequest: {
    ...wrapped(
      'metadata',
      z
        .array(MetaNew)
        .min(1, { error: 'Must provide at least one metadata item' })
        .max(25, { error: 'Must not provide more than twenty five metadata items per load balancer.' })
        .check(
          rule<unknown>(
            (items) => !hasTwinKeys(items),
            'Duplicate keys detected. Please ensure that the key is unique for each metadata item.',
          ),
        )
        .meta({ title: 'Metadata' }),
      [{ key: 'tier', value: 'web' }],
    ),
    single: 'meta',
  },
  MetaUpdateRequest: wrapped('meta', MetaUpdate, { value: 'api' }),
};

export const Meta = z.object({ id: z.int(), key: z.string(), value: z.string() });

const example = { id: 3, key: 'tier', value: 'web' };

export const metadataSchemas = {
  Meta,
  MetadataResponse: z.object({ metadata: z.array(Meta) }).meta({ examples: [{ metadata: [example] }] }),
  MetaResponse: z.object({ meta: Meta }).meta({ examples: [{ meta: example }] }),
};
