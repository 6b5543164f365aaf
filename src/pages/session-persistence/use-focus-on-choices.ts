import { type RefObject, useEffect } from 'react';

/** The choices may come after the dialog: focus then moves from its close button to what the user came for. */
export function useFocusOnChoices(body: RefObject<HTMLElement | null>, ready: boolean): void {
  useEffect(() => {
    const dialog = body.current?.closest('[role=dialog]');
    if (!ready || document.activeElement instanceof HTMLInputElement) return;
    if (document.activeElement !== document.body && !dialog?.contains(document.activeElement)) return;
    body.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [body, ready]);
}
