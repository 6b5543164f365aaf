import { createPrivateKey, X509Certificate } from 'node:crypto';
import { certificateBlocks, keyBlock } from '../pem.ts';

/** The certificates of a PEM text, in order; null when there is none or one of them cannot be read. */
function certificatesOf(text: string): X509Certificate[] | null {
  const blocks = certificateBlocks(text);
  try {
    return blocks.length === 0 ? null : blocks.map((block) => new X509Certificate(block.text));
  } catch {
    return null;
  }
}

/**
 * What is wrong with a certificate, its key or its chain, as a sentence; null when they go together. All are PEM texts. Short keys and
 * old signatures are let pass, as the service lets them: HAProxy is told to take them, too.
 */
export function certificateProblem(certificate: string, privateKey: string, chain: string | undefined): string | null {
  const [leaf] = certificatesOf(certificate) ?? [];
  if (!leaf) return 'The certificate could not be read. Please provide a valid PEM certificate.';
  try {
    const key = createPrivateKey(keyBlock(privateKey)?.text ?? '');
    if (key.asymmetricKeyType !== 'rsa') return 'The private key must be an RSA key.';
    if (!leaf.checkPrivateKey(key)) return 'The private key does not match the certificate.';
  } catch {
    return 'The private key could not be read. Please provide a valid PEM private key.';
  }
  // Only the first certificate of a file may carry trust settings.
  const readable = chain === undefined || (certificatesOf(chain) && !chain.includes('BEGIN TRUSTED'));
  return readable ? null : 'The intermediate certificate could not be read. Please provide a valid PEM certificate.';
}
