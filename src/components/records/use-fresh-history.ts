import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onRequest } from '../../api/http/client.ts';

/** How long new verdicts are gathered before the history is read again, in milliseconds: a run brings ten a second. */
const gathering = 1_000;

/** Reads the history on the page again when a verdict has been added to it. */
export function useFreshHistory(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readLater = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        // What is being read now, such as older changes, would be given up; and it may have been asked for before the verdict.
        if (queries.isFetching({ queryKey: ['history'] }) > 0) readLater();
        else void queries.invalidateQueries({ queryKey: ['history'] });
      }, gathering);
    };
    const stop = onRequest((request, answer) => {
      if (request.method === 'POST' && request.path.startsWith('/panel/history/') && answer?.status === 204)
        readLater();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [queries]);
}
