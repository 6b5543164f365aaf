import { certificateFacts } from '../../model/certificate.ts';
import { useNow } from '../controls/clock.ts';
import { localTime } from '../controls/time.ts';
import css from './CertificateFacts.module.css';

const day = 24 * 60 * 60_000;
/** A certificate that ends sooner is told so. */
const soon = 30 * day;

interface ShownCertificate {
  /** Which one it is: `Set now`. */
  readonly what: string;
  readonly pem: string;
}

/** Whether it counts now, as a sentence; null when it does and will for a while. */
function warning({ from, to }: { readonly from: number; readonly to: number }, now: number): string | null {
  if (now >= to) return 'It has expired: clients are warned.';
  if (now < from) return 'It does not count yet: clients are warned until then.';
  return to - now < soon ? `It ends in ${Math.max(1, Math.ceil((to - now) / day))} days.` : null;
}

export interface CertificateFactsProps {
  certificates: readonly ShownCertificate[];
}

/** What certificates say of themselves: whose they are, who says so, and how long they count. */
export default function CertificateFacts({ certificates }: CertificateFactsProps) {
  const now = useNow(60_000);
  return (
    <ul className={css.certificates} aria-label="Certificates">
      {certificates.map(({ what, pem }) => {
        const facts = certificateFacts(pem);
        const words = facts && warning(facts, now);
        return (
          <li key={what}>
            <strong>{what}:</strong>{' '}
            {facts ? (
              <>
                <span translate="no">{facts.subject || facts.names.join(', ')}</span>
                {facts.names.length > 0 ? (
                  <>
                    , for <span translate="no">{facts.names.join(', ')}</span>
                  </>
                ) : null}
                , issued by <span translate="no">{facts.issuer}</span>, from {localTime(facts.from)} to{' '}
                {localTime(facts.to)}.{words ? <strong> {words}</strong> : null}
              </>
            ) : (
              'no certificate that can be read.'
            )}
          </li>
        );
      })}
    </ul>
  );
}
