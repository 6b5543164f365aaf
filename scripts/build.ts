import { buildIfStale } from './web-app.ts';

try {
  buildIfStale({ force: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
