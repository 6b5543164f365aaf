import { createContext, type RefObject } from 'react';
import type { Session } from '../../api/http/session.ts';
import type { Leave } from './use-list-state.ts';

/** What the actions of a row need of their page. */
interface RowPage {
  readonly session: Session;
  readonly leave: Leave;
}

/** Gives it to every row without making each follow session and address; null outside of a page. */
export const RowPageContext = createContext<RefObject<RowPage> | null>(null);
