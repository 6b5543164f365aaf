import { steadyClock } from '../../../contract/shared/clock.ts';
import type { requestQueue } from '../../api/http/region-requests.ts';
import { useNow } from '../controls/clock.ts';
import { duration } from '../controls/time.ts';
import { Banner } from './Banner.tsx';
import css from './NoticeBars.module.css';

export interface WaitsProps {
  waits: ReturnType<typeof requestQueue.waits>;
}

/** Until when requests wait for a region's limit, as long as some do. */
export default function Waits({ waits }: WaitsProps) {
  useNow();
  const now = steadyClock.now();
  const until = new Map<string, number>();
  for (const wait of waits) until.set(wait.region, Math.max(until.get(wait.region) ?? 0, wait.until));
  return (
    <Banner tone="warning" live className={css.waits ?? ''}>
      {[...until].map(([region, end]) => (
        <p key={region}>
          Waiting {duration(Math.max(1_000, end - now))} for {region}’s rate limit
        </p>
      ))}
    </Banner>
  );
}
