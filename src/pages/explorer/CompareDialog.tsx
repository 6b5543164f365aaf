import { useQuery } from '@tanstack/react-query';
import { diffLines } from 'diff';
import { useMemo } from 'react';
import { type Call, isCut, type KeptCall, keptCallQuery } from '../../api/explorer/calls.ts';
import { AbsoluteTime } from '../../components/controls/RelativeTime.tsx';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Dialog } from '../../components/dialogs/Dialog.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import css from './CompareDialog.module.css';
import { milliseconds, pretty } from './pretty.ts';
import { ScrollBox } from './ScrollBox.tsx';
import { statusName } from './statuses.ts';

/** Milliseconds for the comparison; two long and wholly different texts would take longer than anybody waits. */
const timeout = 2_000;

const textOf = ({ status, responseBody }: KeptCall): string =>
  `${status === null ? 'no answer' : statusName(status)}\n${pretty(responseBody ?? '')}\n`;

/** Two answers line by line: what left, what came. */
export default function CompareDialog({ older, newer, onClose }: { older: Call; newer: Call; onClose(): void }) {
  const first = useQuery(keptCallQuery(older.id));
  const second = useQuery(keptCallQuery(newer.id));
  const error = first.error ?? second.error;
  return (
    <Dialog title="Compare two answers" size={960} onClose={onClose}>
      <div className={css.compare}>
        <dl className={css.sides}>
          <Side sign="−" call={older} />
          <Side sign="+" call={newer} />
        </dl>
        {error ? <Banner tone="error">An answer could not be read: {error.message}</Banner> : null}
        {first.data && second.data ? (
          <Difference older={first.data} newer={second.data} />
        ) : error ? null : (
          <Skeleton width={40} />
        )}
      </div>
    </Dialog>
  );
}

function Side({ sign, call }: { sign: string; call: Call }) {
  return (
    <div>
      <dt>
        {sign} <AbsoluteTime time={Date.parse(call.at)} />
      </dt>
      <dd translate="no">
        <code translate="no">
          {call.method} {call.path}
        </code>{' '}
        {call.region} {call.duration === null ? '' : milliseconds(call.duration)}
      </dd>
    </div>
  );
}

function Difference({ older, newer }: { older: KeptCall; newer: KeptCall }) {
  const parts = useMemo(() => diffLines(textOf(older), textOf(newer), { timeout }), [older, newer]);
  if (!parts)
    return <p>These answers differ in so much that a comparison line by line would say nothing. Download both.</p>;
  const same = parts.every(({ added, removed }) => !added && !removed);
  const cut = isCut(older) || isCut(newer);
  return (
    <>
      {cut ? <p>Of a long answer only the beginning is kept, so only the beginnings are compared.</p> : null}
      <p role="status">{same ? (cut ? 'The beginnings are the same.' : 'The answers are the same.') : null}</p>
      <ScrollBox label="Differences" className={css.box}>
        {parts.map(({ value, added, removed }, index) => {
          const key = `${index} ${value.length}`;
          const sign = added ? '+ ' : removed ? '− ' : '  ';
          const text = value.replace(/\n$/, '').replace(/^/gm, sign);
          if (added)
            return (
              <ins key={key} className={css.added}>
                {text}
              </ins>
            );
          if (removed)
            return (
              <del key={key} className={css.removed}>
                {text}
              </del>
            );
          return (
            <span key={key} className={css.same}>
              {text}
            </span>
          );
        })}
      </ScrollBox>
    </>
  );
}
