import { createContext, useContext } from 'react';
import type { BodyIssue } from '../../api/explorer/body.ts';

/** What is wrong with the body, and whether every message is due or only those of fields that were left. */
export const Issues = createContext<{ readonly issues: readonly BodyIssue[]; readonly all: boolean }>({
  issues: [],
  all: false,
});

/** Messages for the field at a path, once it was left or a call was tried. */
export function useIssues(path: string, left: boolean): string[] {
  const { issues, all } = useContext(Issues);
  if (!all && !left) return [];
  return issues.filter((issue) => issue.path === path).map(({ message }) => message);
}
