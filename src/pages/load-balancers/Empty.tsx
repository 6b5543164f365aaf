import type { RegionState } from '../../api/inventory/region-watch.ts';
import { Button } from '../../components/controls/Button.tsx';
import css from './Empty.module.css';

interface EmptyProps {
  filtered: boolean;
  /** The words in the search box. */
  search: string;
  /** Whether rows may still come. */
  growing: boolean;
  regions: readonly RegionState[];
  /** What is wrong with the filter, as sentences. */
  problems: readonly string[];
  onClear(): void;
}

/** In place of the rows when there are none to show: why, and what to do next. */
export default function Empty({ filtered, search, growing, regions, problems, onClear }: EmptyProps) {
  const answered = regions.filter((region) => region.complete).map((region) => region.region);
  const failed = regions.filter((region) => region.error !== null);
  if (filtered && problems.length > 0)
    return (
      <div className={css.empty}>
        <p className={css.title}>{problems.join(' ')}</p>
        <p>Nothing can match it. Check the address of this page, or choose again.</p>
        <Button onClick={onClear}>Clear search and filters</Button>
      </div>
    );
  if (filtered)
    return (
      <div className={css.empty}>
        <p className={css.title}>
          {growing ? 'Nothing matches so far' : 'No matching load balancers'}
          {search && !growing ? ` “${search}”` : ''}
        </p>
        {failed.length > 0 ? (
          <p>{failed.map((region) => region.region).join(' and ')} could not be read and may hold matches.</p>
        ) : null}
        <p>
          {growing
            ? 'More is being read; matches appear here as they come.'
            : 'Search looks at names, ids and addresses.'}
        </p>
        <Button onClick={onClear}>Clear search and filters</Button>
      </div>
    );
  if (failed.length > 0 && answered.length === 0)
    return (
      <div className={css.empty}>
        <p className={css.title}>No region answers</p>
        <p>Nothing could be read. See each region’s error above and retry.</p>
      </div>
    );
  return (
    <div className={css.empty}>
      <p className={css.title}>No load balancers in {answered.join(' or ') || 'this account'}</p>
      <p>One that is created through the API appears here by itself.</p>
    </div>
  );
}
