import { useQuery } from '@tanstack/react-query';
import { isCut, type KeptCall, keptCallQuery } from '../../api/explorer/calls.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { AnswerView } from './AnswerView.tsx';

const asAnswer = ({ status, responseHeaders, responseBody, duration, size, requestId }: KeptCall) => ({
  status: status ?? 0,
  headers: Object.entries(responseHeaders),
  text: responseBody ?? '',
  duration,
  size,
  requestId,
  source: responseHeaders['x-holdfast-source'] === 'panel' ? ('panel' as const) : ('region' as const),
});

/** The answer of a call in the list, as it was kept. */
export function KeptAnswer({ id }: { id: string }) {
  const { data, error } = useQuery(keptCallQuery(id));
  if (error) return <Banner tone="error">This call could not be read: {error.message}</Banner>;
  if (!data) return <Skeleton width={40} />;
  if (data.status === null) return <p>No answer came: the call was cancelled, or the connection was lost.</p>;
  return <AnswerView answer={asAnswer(data)} name={data.operation} cut={isCut(data)} />;
}
