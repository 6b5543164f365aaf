import { faults } from '../../contract/octavia/faults.ts';
import { Refusal } from './answer.ts';

/** What Octavia checks of L7 policies and rules. Source: octavia/common/validate.py. */

const badRule = (problem: string) => new Refusal('RULE400', faults.RULE400.words.default(problem));
const badPolicy = (problem: string) => new Refusal('POLICY400', faults.POLICY400.words.default(problem));

export interface RuleFields {
  readonly type: string;
  readonly compare_type: string;
  readonly key?: string | null | undefined;
  readonly value: string;
}

const needKey: readonly string[] = ['HEADER', 'COOKIE'];
const connection: readonly string[] = ['SSL_CONN_HAS_CERT', 'SSL_VERIFY_RESULT'];

function checkConnection({ type, compare_type, key, value }: RuleFields): void {
  if (key) throw badRule(`L7rule type ${type} does not use the "key" field.`);
  if (type === 'SSL_CONN_HAS_CERT' && value.toLowerCase() !== 'true') {
    throw badRule(`L7rule value ${value} is not a boolean True string.`);
  }
  if (type === 'SSL_VERIFY_RESULT' && !/^\d+$/.test(value)) {
    throw badRule(`L7rule type ${type} needs a int value, which is >= 0`);
  }
  if (compare_type !== 'EQUAL_TO') throw badRule(`L7rule type ${type} only supports the EQUAL_TO compare type.`);
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

export function checkRule(rule: RuleFields): void {
  const { type, compare_type, key, value } = rule;
  if (!value) throw badRule('L7 rule type requires a value');
  if (connection.includes(type)) {
    checkConnection(rule);
    return;
  }
  if (needKey.includes(type) && !key) throw badRule('L7 rule type requires a key');
  if (type === 'SSL_DN_FIELD' && !key) throw badRule('L7rule type SSL_DN_FIELD needs to specify a key and a value.');
  if (type === 'FILE_TYPE' && compare_type !== 'REGEX' && compare_type !== 'EQUAL_TO') {
    throw badRule('invalid comparison type for rule type');
  }
  if (compare_type === 'REGEX' && !compiles(value)) {
    throw new Refusal('RULE400', 'Error parsing L7Rule: Unable to parse regular expression: it does not compile');
  }
}

export interface Redirect {
  readonly action?: string | null | undefined;
  readonly redirect_pool_id?: string | null | undefined;
  readonly redirect_url?: string | null | undefined;
  readonly redirect_prefix?: string | null | undefined;
  readonly redirect_http_code?: number | null | undefined;
}

export interface Target {
  readonly action: string;
  readonly redirect_pool_id: string | null;
  readonly redirect_url: string | null;
  readonly redirect_prefix: string | null;
  readonly redirect_http_code: number | null;
}

const none = { redirect_pool_id: null, redirect_url: null, redirect_prefix: null, redirect_http_code: null };

const needs: Readonly<Record<string, readonly [keyof Redirect, string]>> = {
  REDIRECT_TO_URL: ['redirect_url', 'redirect_url must not be None'],
  REDIRECT_TO_POOL: ['redirect_pool_id', 'redirect_pool_id or redirect_pool must not be None'],
  REDIRECT_PREFIX: ['redirect_prefix', 'redirect_prefix must not be None'],
};

/** Where a policy sends to, by what was sent; null where nothing of it was. What is not its action's goes. */
export function targetOf(sent: Redirect): Target | null {
  const [field, words] = needs[sent.action ?? ''] ?? [];
  if (field && !sent[field]) throw badPolicy(words as string);
  const { redirect_pool_id: pool, redirect_url: url, redirect_prefix: prefix, redirect_http_code: code } = sent;
  if (pool && (url || prefix)) {
    throw badPolicy('Cannot specify redirect_pool_id and redirect_url or redirect_prefix at the same time');
  }
  if (pool) return { ...none, action: 'REDIRECT_TO_POOL', redirect_pool_id: pool };
  if (url) return { ...none, action: 'REDIRECT_TO_URL', redirect_url: url, redirect_http_code: code ?? 302 };
  if (prefix) return { ...none, action: 'REDIRECT_PREFIX', redirect_prefix: prefix, redirect_http_code: code ?? 302 };
  return sent.action === 'REJECT' ? { ...none, action: 'REJECT' } : null;
}

export const emptyUpdate = () => badPolicy('Invalid update options');
