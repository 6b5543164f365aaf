import { calledOf } from '../../../api/changes/change.ts';
import { providerOf } from '../../../api/providers/providers.ts';
import { type LoadBalancerDetails, persistenceSummary } from '../../../model/load-balancer.ts';
import { persistenceWords } from '../../../model/persistence.ts';

/** What is broken and what that means for the value that is shown, as a sentence that begins with its name; null where nothing is. */
export function brokenWords(details: LoadBalancerDetails): string | null {
  const { standing } = providerOf(details.region);
  for (const subject of details.subjects) {
    const { broken, brokenValue, brokenWords: words, status } = standing(details, subject);
    if (!broken) continue;
    const named =
      subject.part === undefined || status === details.status
        ? details
        : { name: details.name, partName: subject.name };
    return `${calledOf(named)} is in ERROR. The stored value ${brokenValue}. ${words}`.trim();
  }
  return null;
}

/** Session persistence of the whole load balancer in a word or two, with what makes the word doubtful. */
export function summaryWords(details: LoadBalancerDetails): string {
  const summary = persistenceSummary(details.subjects);
  if (summary.at === 'none') return '–';
  if (summary.at === 'mixed') return 'Mixed';
  const words = persistenceWords(summary.persistence);
  const { standing } = providerOf(details.region);
  const broken = details.subjects.map((subject) => standing(details, subject)).find((each) => each.broken);
  return broken ? `${words} (stored, ${broken.brokenValue})` : words;
}
