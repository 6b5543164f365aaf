import { subjectIn } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import { persistenceKind } from '../changes/persistence-kind.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { currentProvider, providerOf } from '../providers/providers.ts';

const asked: Pick<ChangeKind<Persistence>, 'neededRight' | 'refusal'> = {
  neededRight: (session, value) => currentProvider().persistence.neededRight(session, value),
  refusal(details, subject, value) {
    const found = subjectIn(details, subject);
    return found ? providerOf(details.region).persistence.misfit(value, found) : null;
  },
};

/** Changes of session persistence, with what a plan of many asks of them beside what every page does. */
export const persistenceInPlan: ChangeKind<Persistence> = Object.assign(Object.create(persistenceKind), asked);
