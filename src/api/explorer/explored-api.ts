import type { z } from '../../../contract/shared/zod.ts';
import type { OperationId } from './explored.ts';
import type { RecordedWrite } from './recorded-write.ts';
import type { ExplorerRequest } from './request.ts';

/** A request body: what stands inside its root key. */
export interface RequestBody {
  /** The key around it; without one the body is the value itself. */
  readonly root?: string;
  /** Another key that holds one item of the list. */
  readonly single?: string;
  readonly value: z.ZodType;
}

/** What the explorer knows of an API beside its operations. */
export interface ExploredApi {
  /** As it stands in a sentence. */
  readonly title: string;
  /** Its OpenAPI document: where it is served, and the name it is kept by. */
  readonly document: { readonly href: string; readonly file: string };
  readonly groups: Readonly<Record<string, string>>;
  /** What somebody begins with who has not chosen an operation. */
  readonly first: { readonly heading: string; readonly ids: readonly OperationId[] };
  /** Regions for somebody who is not signed in. */
  readonly regions: readonly string[];
  readonly pathParameters: Readonly<
    Record<string, { readonly type: string; readonly title: string; readonly example: string | number }>
  >;
  /** The roles that may make such a request, in words. */
  rolesFor(method: string): string;
  /** Status and sentences of a fault. */
  fault(id: string): { readonly status: number; readonly sentences: readonly string[] };
  /** Faults of every operation of a region. */
  readonly commonFaults: readonly string[];
  /** What an answer that is no success says, as sentences; none where it says nothing. */
  faultMessages(status: number, text: string): readonly string[];
  readonly requests: Readonly<Record<string, RequestBody>>;
  /** JSON Schemas by name, references to others filled in. */
  schemas(): Readonly<Record<string, unknown>>;
  /** Judges a body as the service does: what stands inside its root key, or the service's words. */
  parse(
    id: OperationId,
    text: string,
  ): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };
  /** Makes a write one that the history can tell of. Throws only the signal's reason. */
  recordWrite(request: ExplorerRequest, signal: AbortSignal): Promise<RecordedWrite>;
}
