import { TextInput } from '@mantine/core';
import { Suspense, useEffect } from 'react';
import { providerOf } from '../../api/providers/providers.ts';
import type { RequestPreviewProps } from '../../components/changes/RequestPreview.tsx';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import type { LoadBalancerDetails, PersistenceSubject, Subject } from '../../model/load-balancer.ts';
import css from './EditSessionPersistence.module.css';
import { TrafficNote } from './TrafficNote.tsx';
import type { Edit } from './use-edit.ts';

// Comes while the choices are looked at: it shows what is sent, which needs a choice.
const RequestPreview = lazyPart<RequestPreviewProps>(async () => ({
  default: (await import('../../components/changes/RequestPreview.tsx')).RequestPreview,
}));

/** The longest reason that the history keeps, in characters. */
const longestReason = 200;

interface BeforeSendingProps {
  details: LoadBalancerDetails;
  target: Subject;
  subject: PersistenceSubject;
  edit: Edit;
}

/** What the choice means, before it is sent: when it will be, what it does to traffic, the request, and the reason to be kept. */
export function BeforeSending({ details, target, subject, edit }: BeforeSendingProps) {
  const chosen = edit.chosen ?? subject.persistence;
  useEffect(() => RequestPreview.preload(), []);
  return (
    <>
      <TrafficNote details={details} subject={subject} chosen={chosen} />
      {edit.differs ? (
        <Suspense>
          <RequestPreview
            region={target.region}
            write={providerOf(target.region).persistence.request(target, chosen)}
          />
        </Suspense>
      ) : null}
      <TextInput
        className={css.reason}
        label="Reason or change number"
        description="Optional, kept in the history"
        value={edit.reason}
        maxLength={longestReason}
        autoComplete="off"
        onChange={(event) => edit.setReason(event.currentTarget.value)}
      />
    </>
  );
}
