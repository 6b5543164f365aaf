import type { ChangeKind } from '../providers/change-kind.ts';
import { persistenceKind } from './persistence-kind.ts';

/** The kind of that name, as a change that was queued before the page was loaded again names it; null where there is none any more. */
export async function kindNamed(name: string, _region: string): Promise<ChangeKind<unknown> | null> {
  return name === persistenceKind.name ? persistenceKind : null;
}
