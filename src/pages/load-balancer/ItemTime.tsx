import { AbsoluteTime, RelativeTime } from '../../components/controls/RelativeTime.tsx';

const day = 24 * 60 * 60 * 1_000;

/** When something happened: within a day how long ago, before that the date. */
export const ItemTime = ({ at }: { at: number }) =>
  Date.now() - at < day ? <RelativeTime time={at} /> : <AbsoluteTime time={at} />;
