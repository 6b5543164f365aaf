import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { persistenceInPlan } from '../../api/bulk/persistence-in-plan.ts';
import { planOf } from '../../api/bulk/plan.ts';
import { calledOf, changeKey, isOver } from '../../api/changes/change.ts';
import { changes } from '../../api/changes/changes.ts';
import { persistenceKindName } from '../../api/changes/persistence-kind-name.ts';
import { requestsOf } from '../../api/changes/requests.ts';
import type { ChangeRecord } from '../../api/history/history.ts';
import { type Reverse, resultOf } from '../../api/history/reverse.ts';
import { ApiError } from '../../api/http/client.ts';
import { priority } from '../../api/http/queue.ts';
import type { ChangeKind } from '../../api/providers/change-kind.ts';
import type { EditImpact } from '../../api/providers/edit.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { type LoadBalancerDetails, subjectIn } from '../../model/load-balancer.ts';
import { type Persistence, persistenceType } from '../../model/persistence.ts';
import { ChangeProgress } from '../changes/ChangeProgress.tsx';
import { RequestPreview } from '../changes/RequestPreview.tsx';
import { useChangeOf } from '../changes/use-changes.ts';
import { Button } from '../controls/Button.tsx';
import { AbsoluteTime } from '../controls/RelativeTime.tsx';
import { Skeleton } from '../controls/Skeleton.tsx';
import { Dialog } from '../dialogs/Dialog.tsx';
import { Banner } from '../layout/Banner.tsx';
import { Status } from '../load-balancer/Status.tsx';
import { PersistenceValue } from '../persistence/PersistenceValue.tsx';
import { useSession } from '../session/use-session.ts';
import css from './history.module.css';
import { useUndo } from './use-record-kind.ts';

/** Puts the former value of one change back: reads, plans, sends like any change. */
export function PutBackDialog({ record, onClose }: { record: ChangeRecord; onClose(): void }) {
  const undo = useUndo(record);
  return undo && 'reverse' in undo ? <Planned record={record} {...undo} onClose={onClose} /> : null;
}

interface PlannedProps {
  record: ChangeRecord;
  reverse: Reverse;
  kind: ChangeKind<unknown>;
  onClose(): void;
}

function Planned({ record, reverse, kind, onClose }: PlannedProps) {
  const session = useSession();
  const { subject, target, expected, name } = reverse;
  const provider = providerOf(subject.region);
  const key = changeKey({ kind, subject });
  const [started, setStarted] = useState(false);
  const change = useChangeOf(key);
  const query = useQuery({
    queryKey: ['put-back', record.id],
    queryFn: async ({ signal }) => {
      const details = await provider.reads.details(subject, priority.onScreen, signal);
      return { details, value: await kind.valueIn(details, subject) };
    },
    staleTime: 0,
    gcTime: 0,
    retry: false,
    enabled: !started,
  });
  const { details, value: now } = query.data ?? {};
  const read = query.data ?? (query.error instanceof ApiError ? { error: query.error } : null);
  const inPlan = kind.name === persistenceKindName ? (persistenceInPlan as ChangeKind<unknown>) : kind;
  const plan = read && planOf(read, { subject, provider, kind: inPlan, target, expected, session });
  const part = details && subjectIn(details, subject);
  const called = {
    name: details?.name ?? name,
    ...(part?.part === undefined ? {} : { partName: part.name }),
  };
  const mine = started ? change : undefined;
  const other = !started && change && !isOver(change.state);
  const possible = !other && (plan?.group === 'will-change' || plan?.group === 'locked');
  const result = now === undefined ? target : resultOf(kind, reverse, now);
  const why = other
    ? `Another change of ${calledOf(called)} is under way. Wait for it or cancel it.`
    : plan?.group === 'already'
      ? `It reads ${kind.words(result)} already. There is nothing to revert.`
      : plan?.reason;
  const impact = details && now !== undefined ? impactOf(kind, now, result, details) : null;

  const send = () => {
    if (!query.data) return;
    setStarted(true);
    void changes.startInSteps({
      kind,
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
              variant={impact?.isGrave || isDisabled(kind, target) ? 'danger' : 'primary'}
              reason={plan && !possible ? why : null}
              disabled={!plan}
              busy={query.isFetching}
              onClick={send}
            >
              {buttonName(kind.words(result))}
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
          {details ? <Status status={details.status} /> : <Skeleton width={10} />}
          <span>{subject.region}</span>
        </p>
        <dl className={css.facts}>
          <dt>The change</dt>
          <dd translate="no">
            <Words kind={kind} value={target} /> → <Words kind={kind} value={expected} />
            <br />
            <span className={css.quiet}>
              by {record.user}, <AbsoluteTime time={Date.parse(record.at)} />
            </span>
          </dd>
          <dt>Reads now</dt>
          <dd translate="no" aria-live="polite">
            {now !== undefined ? (
              <Words kind={kind} value={now} />
            ) : query.error || query.data ? (
              '—'
            ) : (
              <Skeleton width={16} />
            )}
          </dd>
          <dt>Will be</dt>
          <dd translate="no">
            <Words kind={kind} value={result} />
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
          <>
            {impact ? (
              <Banner tone={impact.isGrave ? 'warning' : 'info'}>
                {impact.sentences.map((each) => (
                  <p key={each}>{each}</p>
                ))}
              </Banner>
            ) : null}
            {requestsOf(kind, subject, kind.within ? expected : now, target).map((write) => (
              <RequestPreview key={`${write.method} ${write.path}`} region={subject.region} write={write} />
            ))}
          </>
        ) : null}
        {mine ? <ChangeProgress change={mine} /> : null}
        {mine?.state.at === 'failed' ? (
          <Banner tone="error" live>
            {mine.state.message}
          </Banner>
        ) : null}
        {mine?.state.at === 'done' && mine.step?.isLast !== false ? <p>It reads {kind.words(result)} again.</p> : null}
        {mine && !isOver(mine.state) ? <p className={css.quiet}>You may close this; the change goes on.</p> : null}
      </div>
    </Dialog>
  );
}

/** The longest value that a button holds on a phone, in characters. */
const longestInButton = 30;
const buttonName = (words: string): string =>
  words.length > longestInButton ? 'Revert the change' : `Revert to ${words}`;

const isPersistence = (kind: ChangeKind<unknown>): boolean => kind.name === persistenceKindName;

const isDisabled = (kind: ChangeKind<unknown>, value: unknown): boolean =>
  isPersistence(kind) && persistenceType(value as Persistence) === null;

/** A value in the words of its kind. */
const Words = ({ kind, value }: { kind: ChangeKind<unknown>; value: unknown }) =>
  isPersistence(kind) ? <PersistenceValue value={value as Persistence} /> : <span>{kind.words(value)}</span>;

/** What an edit says that it does; null of what is no edit. */
const impactOf = (
  kind: ChangeKind<unknown> & { impact?(before: unknown, after: unknown, details: LoadBalancerDetails): EditImpact },
  before: unknown,
  after: unknown,
  details: LoadBalancerDetails,
): EditImpact | null => kind.impact?.(before, after, details) ?? null;
