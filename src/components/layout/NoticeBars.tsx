import { Suspense, useSyncExternalStore } from 'react';
import { requestQueue } from '../../api/http/region-requests.ts';
import { useRegions } from '../../api/inventory/hooks.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { Button } from '../controls/Button.tsx';
import { Banner } from './Banner.tsx';
import { lazyPart } from './lazy-part.ts';
import css from './NoticeBars.module.css';
import type { WaitsProps } from './Waits.tsx';

const Waits = lazyPart<WaitsProps>(() => import('./Waits.tsx'));

/** What speaks for the whole page: the local region, regions that fail, and requests that wait for a limit. */
export function Strips({ local }: { local: boolean }) {
  const regions = useRegions();
  const waits = useSyncExternalStore(requestQueue.subscribe, requestQueue.waits);
  const failed = regions.filter((each) => each.error !== null && each.error.status !== 401);
  return (
    <aside aria-label="Notices" className={css.strips}>
      {local ? <p className={css.local}>Local region. Changes here reach no real account.</p> : null}
      {failed.map(({ region, error }) => (
        <Banner
          key={region}
          tone="error"
          live
          className={css.strip ?? ''}
          actions={
            <Button variant="link" aria-label={`Retry ${region}`} onClick={() => inventory.refresh(region)}>
              Retry
            </Button>
          }
        >
          {error?.source === 'network' ? (
            error.message
          ) : (
            <>
              <strong>{region}</strong> {error?.status === 502 ? 'does not answer' : 'could not be read'}:{' '}
              {error?.message}
            </>
          )}
        </Banner>
      ))}
      {waits.length > 0 ? (
        <Suspense>
          <Waits waits={waits} />
        </Suspense>
      ) : null}
    </aside>
  );
}
