import { useId, useRef } from 'react';
import { operationOf } from '../../api/explorer/operations.ts';
import { Button } from '../../components/controls/Button.tsx';
import { IconLink, IconStar, IconStarFilled } from '../../components/controls/icons.ts';
import { CallList } from './CallList.tsx';
import { Issues } from './issues.ts';
import { Method } from './Method.tsx';
import css from './Operation.module.css';
import { OperationFacts } from './OperationFacts.tsx';
import { OperationForm } from './OperationForm.tsx';
import { OutcomeView } from './OutcomeView.tsx';
import { type OperationOptions, useOperation } from './use-operation.ts';

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

interface OperationPageProps extends OperationOptions {
  favourite: boolean;
  onFavourite(favourite: boolean): void;
}

/** One operation: what it does, its form, its calls. */
export function OperationPage({ favourite, onFavourite, ...options }: OperationPageProps) {
  const { id, session, regions } = options;
  const page = useRef<HTMLElement>(null);
  const operation = useOperation(options, page);
  const { call, outcome, all } = operation;
  const headingId = useId();
  const { title, method, path } = operationOf(id);
  return (
    <Issues value={{ issues: call.bodyIssues, all }}>
      <article ref={page} className={css.operation} aria-labelledby={headingId}>
        <header className={css.head}>
          <h2 id={headingId} tabIndex={-1}>
            {title}
          </h2>
          <span className={css.headTools}>
            {session ? (
              <Button
                size="small"
                variant="subtle"
                aria-pressed={favourite}
                icon={favourite ? <IconStarFilled {...icon} /> : <IconStar {...icon} />}
                onClick={() => onFavourite(!favourite)}
              >
                Favourite
              </Button>
            ) : null}
            <Button size="small" variant="subtle" icon={<IconLink {...icon} />} onClick={operation.copyLink}>
              Copy link
            </Button>
          </span>
          <p className={css.line}>
            <Method method={method} /> <code translate="no">{path}</code>
          </p>
          <OperationFacts id={id} />
        </header>
        <OperationForm id={id} operation={operation} session={session} regions={regions} />
        {outcome ? <OutcomeView outcome={outcome} onCancel={operation.cancel} /> : null}
        {session ? <CallList operation={id} onReplay={(made) => void operation.replay(made)} /> : null}
      </article>
    </Issues>
  );
}
