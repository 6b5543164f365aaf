import { providerOf } from '../../../api/providers/providers.ts';
import { type LoadBalancerDetails, persistenceSummary } from '../../../model/load-balancer.ts';
import { persistenceWords } from '../../../model/persistence.ts';

/** What is broken and what that means for the value that is shown, as a sentence that begins with its name; null where nothing is. */
export function brokenWords(details: LoadBalancerDetails): string | null {
  const { standing } = providerOf(details.region);
  for (const subject of details.subjects) {
    const { broken, brokenWords: words } = standing(details, subject);
    if (broken) return `${details.name} is in ERROR. The stored value may not be live. ${words}`.trim();
  }
  return null;
}

/** Session persistence of the whole load balancer in a word or two, with what makes the word doubtful. */
export function summaryWords(details: LoadBalancerDetails): string {
  const summary = persistenceSummary(details.subjects);
  if (summary.at === 'none') return '–';
  if (summary.at === 'mixed') return 'Mixed';
  const words = persistenceWords(summary.persistence);
  return brokenWords(details) === null ? words : `${words} (stored, may not be live)`;
}
