import type { ReactNode } from 'react';
import { createStore } from '../controls/use-store.ts';

export interface Question {
  readonly title: string;
  readonly body: ReactNode;
  /** The button that goes on, named by what it does. */
  readonly action: string;
  readonly cancel?: string;
  readonly danger?: boolean;
}

export const openQuestion = createStore<(Question & { answer(yes: boolean): void }) | null>(null);

/** Asks the user; resolves to whether they chose the action. A second question answers the first with no. */
export function confirm(question: Question): Promise<boolean> {
  openQuestion.get()?.answer(false);
  return new Promise((resolve) => {
    const opener = document.activeElement as HTMLElement | null;
    openQuestion.set({
      ...question,
      answer(yes) {
        openQuestion.set(null);
        resolve(yes);
        requestAnimationFrame(() => {
          if (opener?.isConnected && document.activeElement === document.body) opener.focus();
        });
      },
    });
  });
}
