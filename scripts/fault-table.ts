import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attacksDocument, exists, faultsDocument, named, tasksDocument } from '../e2e/support/tables.ts';
import { root } from './program.ts';

/** Writes docs/faults.md, docs/attacks.md and docs/tasks.md from the tables that the tests read; ends with 1 when a named test is not there. */
const missing = named.filter((shown) => !exists(shown));
for (const { file, title } of missing) console.error(`There is no test “${title}” in ${file}.`);
if (missing.length > 0) process.exit(1);
writeFileSync(join(root, 'docs/faults.md'), faultsDocument());
writeFileSync(join(root, 'docs/attacks.md'), attacksDocument());
writeFileSync(join(root, 'docs/tasks.md'), tasksDocument());
