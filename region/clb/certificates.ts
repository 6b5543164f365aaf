import { createPrivateKey, X509Certificate } from 'node:crypto';

/** What is wrong with a certificate, its key or its chain, as a sentence; null when they go together. All are PEM texts. */
export function certificateProblem(certificate: string, privateKey: string, chain: string | undefined): string | null {
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(certificate);
  } catch {
    return 'The certificate could not be read. Please provide a valid PEM certificate.';
  }
  try {
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType !== 'rsa') return 'The private key must be an RSA key.';
    if (!leaf.checkPrivateKey(key)) return 'The private key does not match the certificate.';
  } catch {
    return 'The private key could not be read. Please provide a valid PEM private key.';
  }
  try {
    if (chain !== undefined) new X509Certificate(chain);
  } catch {
    return 'The intermediate certificate could not be read. Please provide a valid PEM certificate.';
  }
  return null;
}
