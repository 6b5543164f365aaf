import { literalReach, mayReach } from '../addresses.ts';

/**
 * Why the panel does not talk to an endpoint of a catalog, as a sentence; null when it does. `plain`: whether http will do, too.
 * Endpoints lie never further inside the network than the identity service; names are checked again when they are resolved.
 */
export function objection(
  region: string,
  address: string,
  identityUrl: URL,
  plain: (url: URL) => boolean,
): string | null {
  if (!URL.canParse(address)) return `The catalog’s address of ${region} is not a URL.`;
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && plain(url)))
    return `The catalog’s address of ${region} is not https.`;
  if (url.username || url.password || url.search || url.hash)
    return `The catalog’s address of ${region} has parts that an endpoint cannot have.`;
  const reach = literalReach(url.hostname);
  if (reach && !mayReach(literalReach(identityUrl.hostname) ?? 'public', reach))
    return `The catalog’s address of ${region} lies further inside the network than the identity service.`;
  return null;
}
