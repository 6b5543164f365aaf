import { Banner } from '../../components/layout/Banner.tsx';

/** What it means that the browser refuses to store the run. */
export function NotStored() {
  return (
    <Banner tone="warning" live>
      This browser does not let the panel store the run, so a reload loses this page’s record. The history still has
      every change.
    </Banner>
  );
}
