import { persistenceIn } from '../../model/load-balancer.ts';
import { type Persistence, persistenceWords, recordedValue, samePersistence } from '../../model/persistence.ts';
import { providerOf } from '../providers/providers.ts';
import type { ChangeKind } from './change.ts';

/** Changes of session persistence. */
export const persistenceKind: ChangeKind<Persistence> = {
  name: 'session-persistence',
  noun: 'session persistence',
  valueIn: persistenceIn,
  same: samePersistence,
  words: persistenceWords,
  recorded: recordedValue,
  request: (subject, value) => providerOf(subject.region).persistence.request(subject, value),
};
