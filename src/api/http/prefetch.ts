import type { ApiRequest } from './request.ts';

declare global {
  /** Answers to come of the requests that public/early.js began, by path. */
  var holdfastEarly: Map<string, Promise<Response>> | undefined;
  /** Resolves when it has begun all of them: those for the list wait for the answer to the first. */
  var holdfastBegun: Promise<void> | undefined;
}

/** Answers that are older than this are asked for again, in milliseconds since the page was opened. */
const fresh = 10_000;

/** Resolves when every early request has been begun, so that none is made twice. */
export const earlyBegun = async (): Promise<void> => globalThis.holdfastBegun;

/** The answer to the request if it was begun before the app's code was here; each is given once. */
export function takeEarly({ method, path }: ApiRequest): Promise<Response> | undefined {
  const answer = method === 'GET' ? globalThis.holdfastEarly?.get(path) : undefined;
  if (answer) globalThis.holdfastEarly?.delete(path);
  return performance.now() < fresh ? answer : undefined;
}
