import type { Subject } from '../../model/load-balancer.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import type { WriteRequest } from '../providers/write-request.ts';

/** The requests that a change will send, one for each of its steps, without what is secret. */
export function requestsOf<Value>(
  kind: ChangeKind<Value>,
  subject: Subject,
  before: Value,
  after: Value,
): readonly WriteRequest[] {
  const values = kind.steps?.(before, after) ?? [after];
  return values.map((value, at) =>
    kind.request(subject, kind.shown?.(value) ?? value, at === 0 ? before : values[at - 1]!),
  );
}
