import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changeKey } from '../../api/changes/change.ts';
import { useDetails } from '../../api/inventory/hooks.ts';
import { editedQuery } from '../../api/inventory/queries.ts';
import type { Edit } from '../../api/providers/edit.ts';
import { ChangeSubject } from '../../components/changes/ChangeSubject.tsx';
import { useClosing } from '../../components/changes/use-closing.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { FormDialog } from '../../components/forms/FormDialog.tsx';
import { ReadFailed } from '../../components/load-balancer/ReadFailed.tsx';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import css from './EditDialog.module.css';
import { EditForm } from './EditForm.tsx';

interface EditDialogProps {
  edit: Edit;
  target: LoadBalancerRef;
  onClose(): void;
  /** Closes it when its change is done. */
  onDone(): void;
}

/** The one dialog of every edit but that of session persistence. */
export function EditDialog({ edit, target, onClose, onDone }: EditDialogProps) {
  const { details, error } = useDetails(target);
  if (!details && error) throw error;
  const close = useClosing(changeKey({ kind: edit, subject: target }), onClose);
  return details ? (
    <Read edit={edit} details={details} error={error} onClose={close} onDone={onDone} />
  ) : (
    <Reading edit={edit} onClose={close} />
  );
}

type ReadProps = Omit<React.ComponentProps<typeof EditForm>, 'value'>;

function Read(props: ReadProps) {
  const { edit, details } = props;
  const { data: read, error, refetch } = useQuery(editedQuery(edit, details));
  // A later reading that fails takes neither the form away nor what is typed in it.
  const [last, setLast] = useState(read);
  if (read && read !== last) setLast(read);
  const data = read ?? last;
  if (!data)
    return (
      <Reading edit={edit} onClose={props.onClose}>
        {error ? <ReadFailed target={details} error={error} onRetry={() => void refetch()} /> : null}
      </Reading>
    );
  if (data.value === undefined)
    return (
      <Reading edit={edit} onClose={props.onClose}>
        <ChangeSubject details={details} region={details.region} />
        <p>It is not there any more: somebody may have deleted it.</p>
      </Reading>
    );
  return <EditForm {...props} value={data.value} error={props.error ?? error} />;
}

/** The same shell as the form's, so that it stays when the fields come. */
const Reading = ({ edit, onClose, children }: { edit: Edit; onClose(): void; children?: React.ReactNode }) => (
  <FormDialog
    title={edit.title}
    loading={false}
    submitError={null}
    dirty={false}
    unsaved=""
    submit={null}
    cancel="Close"
    onClose={onClose}
    onSubmit={() => undefined}
  >
    {children ?? (
      <div className={css.reading} role="status">
        <span className="visually-hidden">Reading…</span>
        <Skeleton width={20} />
        <Skeleton width={32} />
        <Skeleton width={28} />
      </div>
    )}
  </FormDialog>
);
