import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Security level 0: the service takes certificates with keys of 1,024 bits and SHA-1 signatures, which OpenSSL 3 refuses at the usual
 * level. Source: config(5ssl), "SSL Configuration"; SSL_CTX_set_security_level(3ssl).
 */
const configuration = `openssl_conf = programs
[programs]
ssl_conf = tls
[tls]
system_default = defaults
[defaults]
CipherString = DEFAULT@SECLEVEL=0
`;

/** The environment in which HAProxy takes every certificate that the service takes. `folder`: where its settings may be written. */
export async function openSslEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  const path = join(folder, 'openssl.cnf');
  await writeFile(path, configuration, { mode: 0o600 });
  return { ...process.env, OPENSSL_CONF: path };
}
