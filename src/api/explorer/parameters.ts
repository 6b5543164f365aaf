import { pasted, trimmed } from '../../../contract/shared/text.ts';
import { apiOf } from './apis.ts';
import type { QueryParameter } from './operation.ts';
import { type OperationId, operationOf } from './operations.ts';
import { type CallValues, parametersOf } from './request.ts';

/** What is wrong with a parameter. `part`: path parameters are needed to send at all; the service itself may judge a query. */
export interface ParameterIssue {
  readonly part: 'params' | 'query';
  readonly name: string;
  readonly message: string;
}

const integer = /^[-+]?\d{1,11}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:?\d{2})?)?$/;

function pathIssue(id: OperationId, name: string, value: string): string | null {
  const { type, title } = apiOf(id).pathParameters[name]!;
  if (value === '') return `${title} is missing.`;
  if (type === 'integer' && !integer.test(value)) return `${title} is a whole number, not “${value}”.`;
  return null;
}

function queryIssue({ name, type, required, values, minimum, maximum }: QueryParameter, value: string): string | null {
  if (value === '') return required ? `${name} is needed.` : null;
  if (values && !values.includes(value)) return `${name} is one of ${values.join(', ')}.`;
  if (type === 'integer-list' && !value.split(/[\s,;]+/).every((item) => item === '' || integer.test(item)))
    return `${name} takes whole numbers, separated by commas.`;
  if (type === 'date-time' && !dateTime.test(value))
    return `${name} is a time in ISO 8601, such as 2031-05-02T17:20:11Z.`;
  if (type === 'boolean' && !/^(true|false)$/i.test(value)) return `${name} is true or false, not “${value}”.`;
  if (type !== 'integer') return null;
  if (!integer.test(value)) return `${name} is a whole number, not “${value}”.`;
  if (minimum !== undefined && Number(value) < minimum) return `${name} is ${minimum} or more.`;
  if (maximum !== undefined && Number(value) > maximum) return `${name} is ${maximum} at most.`;
  return null;
}

/** All that is wrong with the parameters, in the order of the fields. */
export function parameterIssues(
  id: OperationId,
  { params, query }: Pick<CallValues, 'params' | 'query'>,
): ParameterIssue[] {
  const { path, query: parameters = [] } = operationOf(id);
  const inPath = parametersOf(path).map((name) => ({
    part: 'params' as const,
    name,
    message: pathIssue(id, name, pasted(params[name] ?? '')),
  }));
  const inQuery = parameters.map((parameter) => ({
    part: 'query' as const,
    name: parameter.name,
    message: queryIssue(parameter, trimmed(query[parameter.name] ?? '')),
  }));
  return [...inPath, ...inQuery].flatMap(({ message, ...issue }) => (message === null ? [] : [{ ...issue, message }]));
}
