import { persistenceInPlan } from '../../src/api/bulk/persistence-in-plan.ts';
import type { BulkPorts } from '../../src/api/bulk/ports.ts';
import { BulkRun } from '../../src/api/bulk/run.ts';
import type { ChangePorts } from '../../src/api/changes/ports.ts';
import { mayHaveHappened, readRunHistory, subjectOfRecord } from '../../src/api/history/history.ts';
import type { Session } from '../../src/api/http/session.ts';
import type { ChangeKind } from '../../src/api/providers/change-kind.ts';
import type { Provider } from '../../src/api/providers/provider.ts';
import {
  type LoadBalancerDetails,
  type LoadBalancerRef,
  type Subject,
  subjectKey,
} from '../../src/model/load-balancer.ts';
import type { Persistence } from '../../src/model/persistence.ts';

interface RunFor {
  readonly changes: ChangePorts;
  readonly provider: Provider;
  readonly owner: Pick<Session, 'service' | 'account' | 'user' | 'roles'>;
  readonly choice: Persistence;
  readonly subjects: readonly (Subject & { readonly name: string })[];
  details(ref: LoadBalancerRef): Promise<LoadBalancerDetails>;
}

/** A run as the page makes one, kept in no browser; locked load balancers are waited for. */
export function bulkRun({ changes, provider, owner, choice, subjects, details }: RunFor): BulkRun {
  const { service, account, user, roles } = owner;
  const ports: BulkPorts = {
    ...changes,
    storage: {
      load: async () => null,
      saveRun: async () => undefined,
      saveAll: async () => undefined,
      saveItems: async () => undefined,
    },
    session: () => ({ user, roles }),
    provider: () => provider,
    planDetails: (ref) => details(ref),
    row: () => undefined,
    catchUp: async () => undefined,
    kindOf: () => persistenceInPlan as ChangeKind<unknown>,
    async recordsOf(run) {
      const records = new Map<string, string>();
      for (const record of await readRunHistory(run.id)) {
        const found = subjectOfRecord(record);
        if (found && mayHaveHappened(record) && !records.has(subjectKey(found)))
          records.set(subjectKey(found), record.id);
      }
      return records;
    },
  };
  return new BulkRun(
    {
      id: crypto.randomUUID(),
      service,
      account,
      user,
      created: changes.clock.now(),
      takesBack: null,
      choice,
      reason: 'CHG-1',
      stopOnError: false,
      waitForLocked: true,
      started: null,
      ended: null,
      endedBecause: null,
    },
    subjects.map((subject, index) => ({
      ...subject,
      index,
      target: null,
      expected: null,
      before: null,
      protocol: null,
      status: null,
      planned: null,
      state: { at: 'planned' as const },
      record: null,
    })),
    ports,
  );
}

/** Resolves when a run does nothing by itself any more. */
export function atRest(run: BulkRun): Promise<void> {
  const rests = () => ['ended', 'paused', 'choosing', 'planned'].includes(run.snapshot().phase);
  return new Promise((resolve) => {
    const stop = run.subscribe(() => {
      if (!rests()) return;
      stop();
      resolve();
    });
    if (rests()) {
      stop();
      resolve();
    }
  });
}
