import { useEffect, useRef } from 'react';
import { changes } from '../../api/changes/changes.ts';

/** How long the third tick stays in sight before the dialog closes by itself, in milliseconds. */
const lastTickTime = 700;

/** Closes the dialog when its change is done and that was to be seen. */
export function useClosingWhenDone(isDone: boolean, onClose: () => void): void {
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(onClose, lastTickTime);
    return () => clearTimeout(timer);
  }, [isDone, onClose]);
}

/**
 * Closes the dialog of a change, by its key, on demand. What failed was seen here and goes with it, but only then: the user may be asked
 * whether to leave, and stay.
 */
export function useClosing(key: string, onClose: () => void): () => void {
  const closing = useRef(false);
  useEffect(
    () => () => {
      if (closing.current && changes.find(key)?.state.at === 'failed') changes.dismiss(key);
    },
    [key],
  );
  return () => {
    closing.current = true;
    onClose();
  };
}
