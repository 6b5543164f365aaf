import { type Fault, type FaultId, faults } from './faults.ts';

/** Stands in for a value inside a sentence; an array, since some sentences join lists. */
const someValue = ['…'];

/** The sentences of a fault in the service's words, with … where a value stands. `VAL400` and `RATE413` give their general one. */
export function faultSentences(id: FaultId): string[] {
  const words: Fault['words'] = faults[id].words;
  const sentences = id === 'VAL400' || id === 'RATE413' ? [words.default] : Object.values(words);
  return sentences.map((word) =>
    typeof word === 'function'
      ? word(...(Array.from({ length: word.length }, () => someValue) as never[]))
      : (word ?? ''),
  );
}
