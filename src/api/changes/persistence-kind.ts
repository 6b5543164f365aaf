import { persistenceIn } from '../../model/load-balancer.ts';
import {
  fromRecordedValue,
  type Persistence,
  persistenceWords,
  recordedValue,
  samePersistence,
} from '../../model/persistence.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { currentProvider, providerOf } from '../providers/providers.ts';
import { persistenceKindName } from './persistence-kind-name.ts';

/** Changes of session persistence. */
export const persistenceKind: ChangeKind<Persistence> = {
  name: persistenceKindName,
  noun: 'session persistence',
  get operations() {
    return currentProvider().persistence.operations;
  },
  valueIn: persistenceIn,
  same: samePersistence,
  words: persistenceWords,
  recorded: recordedValue,
  fromRecord: fromRecordedValue,
  request: (subject, value) => providerOf(subject.region).persistence.request(subject, value),
  missingRight: (session, value) => currentProvider().persistence.missingRight(session, value),
};
