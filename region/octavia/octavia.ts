import { faultBody, faults } from '../../contract/octavia/faults.ts';
import { longestBody } from '../../contract/octavia/limits.ts';
import { matchOperation, methodsFor } from '../../contract/octavia/match.ts';
import { operations } from '../../contract/octavia/operations/index.ts';
import type { Operation } from '../../contract/octavia/operations/operation.ts';
import { parseBody } from '../../contract/octavia/schemas/body.ts';
import { type RequestOperationId, requests } from '../../contract/octavia/schemas/index.ts';
import { atLeast, fieldsSince, knowsField, minorVersions, type ObjectName } from '../../contract/octavia/versions.ts';
import { type Answer, type Call, json, Refusal } from './answer.ts';
import { refuseTrees } from './broken.ts';
import type { Context, Service, ServiceOperationId } from './context.ts';
import { handlers } from './handlers/index.ts';
import type { Keystone } from './keystone.ts';
import type { Caller } from './policy.ts';
import type { Token } from './tokens.ts';

/** Release 14.0.0, which brought the limit of a body's size, serves this minor version. */
const limitsBodies = '2.28';

const words = faults.INPUT400.words;

/** Whether an Accept header lets JSON be answered. */
const takesJson = (accept: string | undefined) =>
  accept === undefined || accept === '' || /application\/json|application\/\*|\*\/\*/.test(accept);

/** Octavia's routing answers HTML wherever that is taken, JSON only where it is asked for by name and HTML is not. */
function shaped(call: Call, answer: Answer): Answer {
  const accept = call.header('accept') ?? '';
  const html = /text\/html|text\/\*|\*\/\*/.test(accept);
  if (!html && /application\/json/.test(accept)) return answer;
  const { title, description } = JSON.parse(answer.body) as { title: string; description: string };
  const head = `${answer.status} ${title}`;
  return html
    ? {
        ...answer,
        type: 'text/html; charset=UTF-8',
        body: `<html>\n <head>\n  <title>${head}</title>\n </head>\n <body>\n  <h1>${head}</h1>\n </body>\n</html>\n`,
      }
    : { ...answer, type: 'text/plain; charset=UTF-8', body: `${head}\n\n${description}\n` };
}

const routing = (id: 'PATH404' | 'METHOD405') => json(faults[id].status, faultBody(id, faults[id].words.default));

/** `/v2` and `/v2.0` are the same; one slash at the end is tolerated. */
const canonical = (path: string) => path.replace(/^\/v2\.0(?=\/|$)/, '/v2');

/** `*` is one segment of a path, `**` any number. Source: keystonemiddleware, access rules. */
const rulePattern = (path: string) =>
  new RegExp(
    `^${path
      .split('/')
      .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]+' : part.replace(/[.+?^$()|[\]\\{}*]/g, '\\$&')))
      .join('/')}$`,
  );

function allowedByRules({ credential }: Token, method: string, path: string): boolean {
  const rules = credential?.rules;
  return (
    !rules ||
    rules.some(
      (rule) => rule.service === 'load-balancer' && rule.method === method && rulePattern(rule.path).test(path),
    )
  );
}

/** One region's Octavia. Follows the Load-balancer API v2 reference and the answers of Octavia 11.0.0 (docs/octavia.md). */
export class Octavia {
  readonly #service: Service;
  readonly #keystone: Keystone;
  readonly #warn: (sentence: string) => void;

  constructor(service: Service, keystone: Keystone, warn: (sentence: string) => void) {
    this.#service = service;
    this.#keystone = keystone;
    this.#warn = warn;
  }

  /** Answers a call; its path begins below the endpoint. */
  answer(call: Call): Answer {
    const path = canonical(call.path);
    if (path === '/' || path === '') return json(200, { versions: this.#versions() });
    const token = this.#keystone.token(call.header('x-auth-token'));
    if (!token || !allowedByRules(token, call.method, path)) {
      return json(401, faultBody('TOKEN401', faults.TOKEN401.words.default), this.#keystone.challenge());
    }
    if (!takesJson(call.header('accept'))) {
      return { status: 406, type: 'text/html; charset=UTF-8', body: '<html><h1>406 Not Acceptable</h1></html>' };
    }
    if (path === '/v2' || path === '/v2/lbaas') return json(200, 'v2');
    const match = matchOperation(call.method, path);
    if (!match) return this.#unmatched(call, path);
    const operation: Operation = operations[match.id];
    if (operation.since && !atLeast(this.#service.version, operation.since)) return shaped(call, routing('PATH404'));
    const caller: Caller = { project: token.project?.id ?? null, roles: token.roles };
    const context: Context = { service: this.#service, caller, params: match.params, query: call.query, path };
    try {
      return this.#handle(match.id as ServiceOperationId, context, call);
    } catch (error) {
      if (error instanceof Refusal) {
        return error.id === 'PARENT404' || error.id === 'PAGE400' ? shaped(call, error.answer) : error.answer;
      }
      this.#warn(`${match.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return json(500, faultBody('GEN500', faults.GEN500.words.default));
    }
  }

  #handle(id: ServiceOperationId, context: Context, call: Call): Answer {
    const handler = handlers[id] as (context: Context, value?: unknown) => Answer;
    return handler(
      context,
      (operations[id] as Operation).request ? this.#body(id as RequestOperationId, call) : undefined,
    );
  }

  #body(id: RequestOperationId, call: Call): unknown {
    const type = call.header('content-type')?.split(';')[0]?.trim() ?? 'application/json';
    if (atLeast(this.#service.version, limitsBodies) && call.body.length > longestBody) {
      throw new Refusal('SIZE413', faults.SIZE413.words.default);
    }
    if (type !== 'application/json' && call.body !== '')
      throw new Refusal('TYPE415', faults.TYPE415.words.default(type));
    const parsed = parseBody(id, call.body);
    if (!parsed.ok) refuseTrees(id, call.body);
    if (!parsed.ok) throw new Refusal(parsed.fault, parsed.message);
    this.#requireKnown(id, parsed.value);
    return parsed.value;
  }

  /** Fields that a service of this version does not have yet are unknown to it. */
  #requireKnown(id: RequestOperationId, value: unknown): void {
    const body: { readonly root?: string; readonly argument: string } = requests[operations[id].request];
    const object = body.root === 'members' ? 'member' : body.root;
    if (object === undefined || !Object.hasOwn(fieldsSince, object)) return;
    for (const each of Array.isArray(value) ? value : [value]) {
      const unknown = Object.keys(each as object).find(
        (field) => !knowsField(this.#service.version, object as ObjectName, field),
      );
      if (unknown) throw new Refusal('INPUT400', words.unknown(`${body.argument}.${body.root}`, unknown));
    }
  }

  #unmatched(call: Call, path: string): Answer {
    const methods = methodsFor(path);
    if (methods.length === 0) return shaped(call, routing('PATH404'));
    const needsId = call.method === 'PUT' || call.method === 'DELETE';
    return needsId && methods.includes('POST')
      ? json(400, faultBody('INPUT400', words.missing('id')))
      : shaped(call, routing('METHOD405'));
  }

  #versions() {
    const { version, url } = this.#service;
    const ids = ['2.0', '2.1', '2.2', '2.3', '2.4', ...minorVersions.map(({ id }) => id)];
    const known = ids.filter((id) => atLeast(version, id));
    return known.map((id) => ({
      id: `v${id}`,
      status: id === known.at(-1) ? 'CURRENT' : 'SUPPORTED',
      updated: '2022-08-29T00:00:00Z',
      links: [{ href: `${url}/v2`, rel: 'self' }],
    }));
  }
}
