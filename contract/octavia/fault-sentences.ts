import { type FaultId, faults } from './faults.ts';

/** The sentences of a fault, `…` where a value stands. For documents and examples. */
export function faultSentences(id: FaultId): string[] {
  const words: Readonly<Record<string, unknown>> = faults[id].words;
  return Object.values(words).map((each) =>
    typeof each === 'function' ? String((each as (...values: string[]) => string)('…', '…', '…')) : String(each),
  );
}
