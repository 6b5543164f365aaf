import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { type Call, callsKey, callsQuery, forgetCalls } from '../../api/explorer/calls.ts';
import { type OperationId, operationOf } from '../../api/explorer/operations.ts';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { RelativeTime } from '../../components/controls/RelativeTime.tsx';
import { confirm } from '../../components/dialogs/confirm.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { toast } from '../../components/notifications/notices.ts';
import css from './CallList.module.css';
import { KeptAnswer } from './KeptAnswer.tsx';
import { Method } from './Method.tsx';
import { milliseconds } from './pretty.ts';
import { statusName, statusTone } from './statuses.ts';

const CompareDialog = lazyPart(() => import('./CompareDialog.tsx'));

interface CallListProps {
  operation: OperationId;
  onReplay(call: Call): void;
}

/** The calls that the user made: opened, replayed with other values, compared by two. */
export function CallList({ operation, onReplay }: CallListProps) {
  const queryClient = useQueryClient();
  const [everything, setEverything] = useState(false);
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState<string | null>(null);
  const [comparing, setComparing] = useState(false);
  const query = useInfiniteQuery(callsQuery(everything ? undefined : operation));
  const calls = query.data?.pages.flatMap((page) => page.calls) ?? [];
  const chosen = calls.filter(({ id }) => marked.includes(id));
  const [newer, older] = chosen;

  async function forget() {
    const yes = await confirm({
      title: 'Forget all your calls?',
      body: 'Your list of calls is emptied, and with it what you used recently. Changes stay in the history.',
      action: 'Forget them',
      danger: true,
    });
    if (!yes) return;
    try {
      await forgetCalls();
      setMarked([]);
      await queryClient.invalidateQueries({ queryKey: callsKey });
    } catch (error) {
      toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <section aria-labelledby="calls-heading" className={css.calls}>
      <div className={css.head}>
        <h3 id="calls-heading">Calls you made</h3>
        <Checkbox
          label="All operations"
          checked={everything}
          onChange={(event) => setEverything(event.currentTarget.checked)}
        />
        <Button
          size="small"
          reason={chosen.length === 2 ? null : 'Mark two calls to compare their answers.'}
          onClick={() => setComparing(true)}
        >
          Compare answers
        </Button>
        {calls.length > 0 ? (
          <Button size="small" variant="subtle" onClick={forget}>
            Forget all
          </Button>
        ) : null}
      </div>
      {query.isError ? (
        <Banner
          tone="error"
          actions={
            <Button variant="link" onClick={() => void query.refetch()}>
              Try again
            </Button>
          }
        >
          Your calls could not be read: {query.error.message}
        </Banner>
      ) : null}
      {query.isSuccess && calls.length === 0 ? (
        <p className={css.none}>None yet. Each call that you send is kept here, with its answer, for you alone.</p>
      ) : null}
      <ul className={css.list}>
        {calls.map((call) => {
          const name = `${operationOf(call.operation).title} at ${new Date(call.at).toLocaleTimeString()}`;
          return (
            <li key={call.id} className={css.call}>
              <div className={css.row}>
                <Checkbox
                  aria-label={`Compare ${name}`}
                  checked={marked.includes(call.id)}
                  disabled={chosen.length >= 2 && !marked.includes(call.id)}
                  onChange={({ currentTarget }) =>
                    setMarked(currentTarget.checked ? [...marked, call.id] : marked.filter((id) => id !== call.id))
                  }
                />
                <span className={css.time}>
                  <RelativeTime time={Date.parse(call.at)} />
                </span>
                <Method method={call.method} />
                <code translate="no" className={css.path}>
                  {call.path}
                </code>
                <span className={css.region}>{call.region}</span>
                <span className={cx(css.status, css[statusTone(call.status)])}>
                  {call.status === null ? 'no answer' : statusName(call.status)}
                </span>
                <span className={css.duration}>{call.duration === null ? '' : milliseconds(call.duration)}</span>
                <span className={css.tools}>
                  <Button
                    size="small"
                    variant="subtle"
                    aria-expanded={opened === call.id}
                    aria-label={`Answer of ${name}`}
                    onClick={() => setOpened(opened === call.id ? null : call.id)}
                  >
                    Answer
                  </Button>
                  <Button size="small" variant="subtle" aria-label={`Replay ${name}`} onClick={() => onReplay(call)}>
                    Replay
                  </Button>
                </span>
              </div>
              {opened === call.id ? <KeptAnswer id={call.id} /> : null}
            </li>
          );
        })}
      </ul>
      {query.hasNextPage ? (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older calls
        </Button>
      ) : null}
      {comparing && newer && older ? (
        <Suspense fallback={null}>
          <CompareDialog older={older} newer={newer} onClose={() => setComparing(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}
