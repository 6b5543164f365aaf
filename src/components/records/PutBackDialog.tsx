import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { persistenceInPlan } from '../../api/bulk/persistence-in-plan.ts';
import { planOf } from '../../api/bulk/plan.ts';
import { calledOf, isOver } from '../../api/changes/change.ts';
import { changes } from '../../api/changes/changes.ts';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import { type ChangeRecord, type Reverse, reverseOf } from '../../api/history/history.ts';
import { ApiError } from '../../api/http/client.ts';
import { priority } from '../../api/http/queue.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { subjectIn } from '../../model/load-balancer.ts';
import { persistenceWords } from '../../model/persistence.ts';
import { ChangeProgress } from '../changes/ChangeProgress.tsx';
import { RequestPreview } from '../changes/RequestPreview.tsx';
import { useChange } from '../changes/use-changes.ts';
import { Button } from '../controls/Button.tsx';
import { AbsoluteTime } from '../controls/RelativeTime.tsx';
import { Skeleton } from '../controls/Skeleton.tsx';
import { Dialog } from '../dialogs/Dialog.tsx';
import { Banner } from '../layout/Banner.tsx';
import { Status } from '../load-balancer/Status.tsx';
import { PersistenceValue } from '../persistence/PersistenceValue.tsx';
import { useSession } from '../session/use-session.ts';
import css from './history.module.css';

/** Puts the former value of one change back: reads, plans, sends like any change. */
export function PutBackDialog({ record, onClose }: { record: ChangeRecord; onClose(): void }) {
  const reverse = reverseOf(record);
  return reverse ? <Planned record={record} reverse={reverse} onClose={onClose} /> : null;
}

function Planned({ record, reverse, onClose }: { record: ChangeRecord; reverse: Reverse; onClose(): void }) {
  const session = useSession();
  const { subject, target, expected, name } = reverse;
  const provider = providerOf(subject.region);
  const [started, setStarted] = useState(false);
  const change = useChange(subject);
  const query = useQuery({
    queryKey: ['put-back', record.id],
    queryFn: ({ signal }) => provider.reads.details(subject, priority.onScreen, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    enabled: !started,
  });
  const found = query.data && subjectIn(query.data, subject);
  const read = query.data
    ? { details: query.data, value: found?.persistence }
    : query.error instanceof ApiError
      ? { error: query.error }
      : null;
  const plan = read && planOf(read, { subject, provider, kind: persistenceInPlan, target, expected, session });
  const now = found?.persistence;
  const called = {
    name: query.data?.name ?? name,
    ...(found?.part === undefined ? {} : { partName: found.name }),
  };
  const mine = started ? change : undefined;
  const other = !started && change && !isOver(change.state);
  const possible = !other && (plan?.group === 'will-change' || plan?.group === 'locked');
  const why = other
    ? `Another change of ${calledOf(called)} is under way. Wait for it or cancel it.`
    : plan?.group === 'already'
      ? `It reads ${persistenceWords(target)} already. There is nothing to revert.`
      : plan?.reason;

  const send = () => {
    if (!query.data) return;
    setStarted(true);
    void changes.start({
      kind: persistenceKind,
      subject,
      ...called,
      // Not what was read: a later change that was still being applied, or came since, is not taken back with this one.
      before: expected,
      after: target,
      reason: `Revert the change of ${record.at}`,
      run: null,
      whenBusy: 'wait',
    });
  };

  return (
    <Dialog
      title="Revert"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{started ? 'Close' : 'Cancel'}</Button>
          {started ? null : (
            <Button
              variant={target.state === 'disabled' ? 'danger' : 'primary'}
              reason={plan && !possible ? why : null}
              disabled={!plan}
              busy={query.isFetching}
              onClick={send}
            >
              Revert to {persistenceWords(target)}
            </Button>
          )}
        </>
      }
    >
      <div className={css.dialog}>
        <p className={css.subject}>
          <strong>
            <bdi translate="no">{calledOf(called)}</bdi>
          </strong>
          {query.data ? <Status status={query.data.status} /> : <Skeleton width={10} />}
          <span>{subject.region}</span>
        </p>
        <dl className={css.facts}>
          <dt>The change</dt>
          <dd translate="no">
            <PersistenceValue value={target} /> → <PersistenceValue value={expected} />
            <br />
            <span className={css.quiet}>
              by {record.user}, <AbsoluteTime time={Date.parse(record.at)} />
            </span>
          </dd>
          <dt>Reads now</dt>
          <dd translate="no" aria-live="polite">
            {now ? <PersistenceValue value={now} /> : query.error ? '—' : <Skeleton width={16} />}
          </dd>
          <dt>Will be</dt>
          <dd translate="no">
            <PersistenceValue value={target} />
          </dd>
        </dl>
        {plan && !started && (other || plan.group !== 'will-change') ? (
          <Banner tone={plan.group === 'not-possible' ? 'error' : 'info'} live>
            {why}
            {plan.group === 'locked' && !other ? ' It will be sent when it is ACTIVE.' : ''}
          </Banner>
        ) : null}
        {query.error && !(query.error instanceof ApiError) ? <Banner tone="error">{query.error.message}</Banner> : null}
        {possible && !started ? (
          <RequestPreview region={subject.region} write={provider.persistence.request(subject, target)} />
        ) : null}
        {mine ? <ChangeProgress change={mine} /> : null}
        {mine?.state.at === 'failed' ? (
          <Banner tone="error" live>
            {mine.state.message}
          </Banner>
        ) : null}
        {mine?.state.at === 'done' ? <p>It reads {persistenceWords(target)} again.</p> : null}
        {mine && !isOver(mine.state) ? <p className={css.quiet}>You may close this; the change goes on.</p> : null}
      </div>
    </Dialog>
  );
}
