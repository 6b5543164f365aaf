import { useNow } from './clock.ts';
import { ago, localTime, utcTime } from './time.ts';

/** How long ago; on hover the time in the user's zone and in UTC. */
export function RelativeTime({ time, className }: { time: number | null; className?: string }) {
  const now = useNow(time !== null && Date.now() - time < 60_000 ? 1_000 : 15_000);
  if (time === null) return <span className={className}>—</span>;
  return (
    <time
      translate="no"
      className={className}
      dateTime={new Date(time).toISOString()}
      title={`${localTime(time)}\n${utcTime(time)}`}
    >
      {ago(time, now)}
    </time>
  );
}

/** The time in the user's zone; UTC on hover. */
export function AbsoluteTime({ time, className }: { time: number | null; className?: string }) {
  if (time === null) return <span className={className}>—</span>;
  return (
    <time translate="no" className={className} dateTime={new Date(time).toISOString()} title={utcTime(time)}>
      {localTime(time)}
    </time>
  );
}
