/**
 * What an application credential may call. The check in front of Octavia answers 401 to everything else, as it does to a token that has
 * expired; only the rules tell one from the other. Source: keystonemiddleware, auth_token (`_path_matches`); Identity API v3 reference,
 * "Application credentials".
 */

const service = 'load-balancer';
/** Characters of all rules that are kept with the sign-in, which has to fit into a cookie. */
const most = 1_200;

/** The rules about load balancers as `METHOD path`; undefined where there are none, or more than is kept. */
export function rulesOf(
  rules: readonly { readonly service: string; readonly method: string; readonly path: string }[],
): readonly string[] | undefined {
  if (rules.length === 0) return undefined;
  const own = rules.filter((rule) => rule.service === service).map(({ method, path }) => `${method} ${path}`);
  return own.join('').length <= most ? own : undefined;
}

/** `*` and `{name}` stand for a segment, `**` for anything. */
const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path.replace(/\{[^}]*\}|\*\*|\*|[^{*]+|\{/g, (part) =>
      part === '**' ? '.*' : part === '*' || /^\{.*\}$/.test(part) ? '[^/]+' : RegExp.escape(part),
    )}$`,
  );

/** Whether a rule lets a call pass. `endpoint`: the service may see its path before that of the call. */
export function isAllowed(
  rules: readonly string[],
  method: string,
  path: string,
  endpoint: string | undefined,
): boolean {
  const below = endpoint === undefined ? '' : new URL(endpoint).pathname.replace(/\/$/, '');
  return rules.some((rule) => {
    const at = rule.indexOf(' ');
    const pattern = patternOf(rule.slice(at + 1));
    return rule.slice(0, at) === method && (pattern.test(path) || pattern.test(below + path));
  });
}
