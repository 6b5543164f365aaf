import type { ChangeKind } from '../providers/change-kind.ts';
import { providerOf } from '../providers/providers.ts';
import { persistenceKind } from './persistence-kind.ts';

/** The kind of that name, as a change that was queued before the page was loaded again names it; null where there is none any more. */
export async function kindNamed(name: string, region: string): Promise<ChangeKind<unknown> | null> {
  if (name === persistenceKind.name) return persistenceKind;
  return (await (await providerOf(region).edits?.())?.find(name)) ?? null;
}
