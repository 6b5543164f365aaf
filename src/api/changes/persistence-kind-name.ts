/** The name of the kind of change that every list and page speaks of. Apart from what carries it out. */
export const persistenceKindName = 'session-persistence';
