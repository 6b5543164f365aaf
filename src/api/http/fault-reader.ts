/** What an answer that is no success says, in the words of the API that gave it. */
export interface FaultWords {
  /** The sentences for the user; none where the answer has none. */
  readonly messages: readonly string[];
  /** Whether the request was refused because too many were made: it was not carried out and may be sent again. */
  readonly limited: boolean;
  /** Milliseconds to wait before it is tried again, never more than a minute; null when the answer does not say. */
  readonly wait: number | null;
}

/** Reads an answer. `retryAfter`: the header, null when there is none; `text`: the body as it came. */
export type FaultReader = (status: number, retryAfter: string | null, text: string) => FaultWords;

let readerOf: (path: string) => FaultReader | null = () => null;

/** Says who reads the faulty answers of a path; the APIs have shapes of their own. */
export const setFaultReaders = (readers: typeof readerOf): void => {
  readerOf = readers;
};

const wordless: FaultReader = (status) => ({ messages: [], limited: status === 429, wait: null });

export const faultReaderOf = (path: string): FaultReader => readerOf(path) ?? wordless;
