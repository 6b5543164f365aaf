import { certificateFacts } from '../../model/certificate.ts';
import { useNow } from '../controls/clock.ts';
import { localTime } from '../controls/time.ts';
import css from './CertificateFacts.module.css';

const day = 24 * 60 * 60_000;
/** A certificate that ends sooner is told so. */
const soon = 30 * day;

/** Whether it counts now, as a sentence; null when it does and will for a while. */
function warning({ from, to }: { readonly from: number; readonly to: number }, now: number): string | null {
  if (now >= to) return 'It has expired: clients are warned.';
  if (now < from) return 'It does not count yet: clients are warned until then.';
  return to - now < soon ? `It ends in ${Math.max(1, Math.ceil((to - now) / day))} days.` : null;
}

export interface CertificateFactsProps {
  /** Which one it is: `Set now`. */
  what: string;
  pem: string;
}

/** What a certificate says of itself: whose it is, who says so, and how long it counts. */
export default function CertificateFacts({ what, pem }: CertificateFactsProps) {
  const now = useNow(60_000);
  const facts = certificateFacts(pem);
  const words = facts && warning(facts, now);
  return (
    <p className={css.certificate}>
      <strong>{what}:</strong>{' '}
      {facts ? (
        <>
          <span translate="no">{facts.subject || facts.names.join(', ')}</span>
          {facts.names.length > 0 ? (
            <>
              , for <span translate="no">{facts.names.join(', ')}</span>
            </>
          ) : null}
          , issued by <span translate="no">{facts.issuer}</span>, from {localTime(facts.from)} to {localTime(facts.to)}.
          {words ? <strong> {words}</strong> : null}
        </>
      ) : (
        'no certificate that can be read.'
      )}
    </p>
  );
}
