import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres } from './postgres.ts';

describe.skipIf(!hasPostgres())('platform: PostgreSQL', () => {
  test('an empty server starts, answers and stops', async () => {
    const postgres = await startPostgres();
    try {
      const client = new pg.Client(postgres.url);
      await client.connect();
      expect((await client.query('select 6 * 7 as answer')).rows).toEqual([{ answer: 42 }]);
      await client.end();
    } finally {
      await postgres.stop();
    }
  });
});
