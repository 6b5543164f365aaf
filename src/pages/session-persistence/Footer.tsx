import { changes } from '../../api/changes/changes.ts';
import { Button } from '../../components/controls/Button.tsx';
import type { Subject } from '../../model/load-balancer.ts';
import type { PersistenceVerb } from '../../model/persistence.ts';
import css from './EditSessionPersistence.module.css';
import type { Edit } from './use-edit.ts';

export const ReadingFooter = ({ onClose }: { onClose(): void }) => (
  <>
    <span className={css.reading}>Reading…</span>
    <Button key="close" onClick={onClose}>
      Cancel
    </Button>
  </>
);

interface FooterProps {
  edit: Edit;
  target: Subject;
  /** Id of the form that is submitted. */
  form: string;
  submit: string;
  verb: PersistenceVerb | null;
  /** Why what was chosen cannot be sent, as a sentence; null when it can. */
  reason: string | null;
  onClose(): void;
}

/** The buttons: to send and to leave, and once it was sent, to close. */
export function Footer({ edit, target, form, submit, verb, reason, onClose }: FooterProps) {
  const at = edit.change?.state.at;
  if (edit.running || at === 'done')
    return (
      <>
        {at === 'queued' ? (
          <Button key="take-back" onClick={() => changes.cancel(target)}>
            Cancel this change
          </Button>
        ) : null}
        <Button key="close" onClick={onClose}>
          Close
        </Button>
      </>
    );
  return (
    <>
      <Button key="close" onClick={onClose}>
        Cancel
      </Button>
      <Button
        key="submit"
        type="submit"
        form={form}
        variant={verb === 'disable' ? 'danger' : 'primary'}
        disabled={!edit.differs}
        reason={reason}
      >
        {submit}
      </Button>
    </>
  );
}
