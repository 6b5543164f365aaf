import type { ReactNode } from 'react';
import { ApiError } from '../../api/http/client.ts';
import { Button } from '../controls/Button.tsx';
import { Copyable } from '../controls/Copyable.tsx';
import css from './ErrorPage.module.css';

interface ErrorPageProps {
  error: unknown;
  /** What could not be shown: "Load balancer 71 in ORD could not be read." */
  title?: string;
  onRetry?: () => void;
  /** What to do instead, such as a link back. */
  children?: ReactNode;
}

/**
 * A page, or a part of one, that could not be read: what happened in the words of who spoke, and a way on. It comes with the first page,
 * as it must be there where nothing else can be loaded; so it is less than the library's EmptyState.
 */
export function ErrorPage({ error, title = 'This page could not be shown.', onRetry, children }: ErrorPageProps) {
  const api = error instanceof ApiError ? error : null;
  const messages = api?.messages ?? [error instanceof Error ? error.message : String(error)];
  return (
    <section role="alert" className={css.page}>
      <h1 tabIndex={-1}>{title}</h1>
      {messages.map((message) => (
        <p key={message} className={css.message}>
          {message}
        </p>
      ))}
      {api && (api.status > 0 || api.requestId) ? (
        <p className={css.facts}>
          {api.status > 0 ? `Status ${api.status}` : null}
          {api.requestId ? <Copyable prefix="Request id" text={api.requestId} what="request id" /> : null}
        </p>
      ) : null}
      <div className={css.actions}>
        {onRetry ? (
          <Button variant="primary" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
        {children}
      </div>
    </section>
  );
}
