import type { z } from 'zod';
import { PanelError } from './reply.ts';

const tooLarge = (limit: number): PanelError =>
  new PanelError(413, 'body-too-large', `The request is larger than ${Math.round(limit / 1024)} kB. Send less.`);

export const bodyIncomplete = (): PanelError =>
  new PanelError(400, 'body-incomplete', 'The request ended before its body was complete. Send it again.');

/**
 * A request's body, whole. Throws a PanelError when it is larger than `limit` bytes or ends early.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (request.headers.has('content-encoding'))
    throw new PanelError(415, 'content-encoding', 'The panel takes no compressed requests. Send the body as it is.');
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > limit) throw tooLarge(limit);
  try {
    if (announced !== null) {
      const body = new Uint8Array(await request.arrayBuffer());
      if (body.byteLength > limit) throw tooLarge(limit);
      return body;
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
    const whole = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.byteLength;
    }
    return whole;
  } catch (error) {
    if (error instanceof PanelError) throw error;
    throw bodyIncomplete();
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON body of one of the panel's own endpoints, checked by `shape`. Throws a PanelError that names the field.
 * `limit`: bytes.
 */
export async function readJson<Shape extends z.ZodType>(
  request: Request,
  shape: Shape,
  limit = 64 * 1024,
): Promise<z.output<Shape>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new PanelError(415, 'content-type', 'The request’s Content-Type is not application/json. Send JSON.');
  const body = await readBody(request, limit);
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(body));
  } catch {
    throw new PanelError(400, 'invalid', 'The request’s body is not JSON.');
  }
  return checked(shape, value);
}

/** `value` as `shape` reads it. Throws a PanelError that names the first field that does not fit. */
export function checked<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const field = path.map(String).join('.').slice(0, 100);
  throw new PanelError(400, 'invalid', field ? `${field}: ${issue.message}` : issue.message, field ? { field } : {});
}
