import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { callsKey, keepCall } from '../../api/explorer/calls.ts';
import type { ExplorerRequest } from '../../api/explorer/request.ts';
import { type Answer, sendCall } from '../../api/explorer/send.ts';
import { ApiError } from '../../api/http/client.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { toast } from '../../components/notifications/notices.ts';

/** What became of a request. */
export type Outcome =
  | { readonly state: 'mocked' | 'sending' | 'cancelled'; readonly request: ExplorerRequest }
  | { readonly state: 'answered'; readonly request: ExplorerRequest; readonly answer: Answer }
  | { readonly state: 'failed'; readonly request: ExplorerRequest; readonly message: string };

export interface Calls {
  readonly outcome: Outcome | null;
  mock(request: ExplorerRequest): void;
  send(request: ExplorerRequest): Promise<void>;
  cancel(): void;
  clear(): void;
}

/** Sends one call at a time and keeps each in the user's history. Leaving the page ends a read; a write is seen through. */
export function useCall(): Calls {
  const queryClient = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const current = useRef<{ request: ExplorerRequest; controller: AbortController } | null>(null);

  useEffect(
    () => () => {
      if (current.current?.request.method === 'GET') current.current.controller.abort();
    },
    [],
  );

  async function keep(request: ExplorerRequest, answer: Answer | null) {
    try {
      await keepCall(request, answer);
      await queryClient.invalidateQueries({ queryKey: callsKey });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return;
      toast({ tone: 'error', text: 'The call was made, but it could not be kept in your list of calls.' });
    }
  }

  async function send(request: ExplorerRequest) {
    if (current.current) return;
    const controller = new AbortController();
    current.current = { request, controller };
    setOutcome({ state: 'sending', request });
    let answer: Answer | null = null;
    try {
      answer = await sendCall(
        request,
        controller.signal,
        () => void queryClient.invalidateQueries({ queryKey: ['history'] }),
      );
      setOutcome({ state: 'answered', request, answer });
    } catch (error) {
      setOutcome(
        controller.signal.aborted
          ? { state: 'cancelled', request }
          : { state: 'failed', request, message: error instanceof Error ? error.message : String(error) },
      );
    }
    current.current = null;
    if (request.method !== 'GET') void inventory.details.refreshAll(request.region);
    await keep(request, answer);
  }

  return {
    outcome,
    mock: (request) => setOutcome({ state: 'mocked', request }),
    send,
    cancel: () => current.current?.controller.abort(),
    clear() {
      // What is on its way is still to be seen, and to be cancelled.
      if (!current.current) setOutcome(null);
    },
  };
}
