import type { LoadBalancerRef, Persistence } from '../../api/model.ts';
import { CopyButton } from '../../components/Copyable.tsx';
import css from './RequestPreview.module.css';
import { requestPreview } from './request-preview.ts';

/** The request that will be sent, as it is, and as curl. */
export function RequestPreview({ target, after }: { target: LoadBalancerRef; after: Persistence }) {
  const { method, path, body, curl } = requestPreview(target, after);
  return (
    <div className={css.request}>
      <details className={css.details}>
        <summary className={css.summary}>
          Request{' '}
          <code className={css.line}>
            {method} {path}
          </code>
        </summary>
        <pre className={css.code}>{body ?? 'No body.'}</pre>
        <pre className={css.code}>{curl}</pre>
        <p className={css.help}>
          <code>CLB_ENDPOINT</code> is the endpoint of {target.region} in the service catalog, with the account number;{' '}
          <code>CLB_TOKEN</code> is a token.
        </p>
      </details>
      <CopyButton text={curl} what="the request as curl" label="curl" className={css.copy ?? ''} />
    </div>
  );
}
