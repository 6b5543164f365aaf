import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, id_ce_subjectAltName, type Name, SubjectAlternativeName } from '@peculiar/asn1-x509';

/** What a certificate says of itself. Times in milliseconds since the Unix epoch. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Host names that it is for. */
  readonly names: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Short names of what stands in a subject. Source: RFC 4514, 3. */
const types: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

const nameWords = (name: Name): string =>
  name
    .flatMap((part) => [...part])
    .map(({ type, value }) => `${types[type] ?? type}=${value.toString()}`)
    .join(', ');

/** Facts of the first certificate of a PEM text; null where there is none that can be read. Never throws. */
export function certificateFacts(pem: string): CertificateFacts | null {
  const [, base64] = /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END/.exec(pem) ?? [];
  if (base64 === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (char) => char.charCodeAt(0));
    const { subject, issuer, validity, extensions = [] } = AsnConvert.parse(bytes, Certificate).tbsCertificate;
    const alternatives = extensions?.find(({ extnID }) => extnID === id_ce_subjectAltName);
    const names = alternatives ? [...AsnConvert.parse(alternatives.extnValue, SubjectAlternativeName)] : [];
    return {
      subject: nameWords(subject),
      issuer: nameWords(issuer),
      names: names.flatMap(({ dNSName, iPAddress }) => dNSName ?? iPAddress ?? []),
      from: validity.notBefore.getTime().getTime(),
      to: validity.notAfter.getTime().getTime(),
    };
  } catch {
    return null;
  }
}
