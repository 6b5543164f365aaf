import { RelativeTime } from '../controls/RelativeTime.tsx';
import { Banner } from '../layout/Banner.tsx';

interface NotReadAgainProps {
  /** What it is about, as a sentence begins: "The table". */
  what: string;
  error: Error;
  /** When what is shown was read, milliseconds since the Unix epoch. */
  readAt: number;
  className?: string | undefined;
}

/** Says of something that is still shown that it could not be refreshed, and how old it is. */
export const NotReadAgain = ({ what, error, readAt, className = '' }: NotReadAgainProps) => (
  <Banner tone="warning" className={className}>
    {what} could not be refreshed: {error.message} What you see is from <RelativeTime time={readAt} />.
  </Banner>
);
