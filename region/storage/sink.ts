/** One whole value of the model by collection and key; null: it is gone. */
export interface StoredRecord {
  readonly collection: string;
  readonly key: string;
  readonly value: unknown;
}

/** Where commits are kept. */
export interface CommitSink {
  /** Every stored record. Throws an Error whose message is a sentence for the operator. */
  load(): Promise<StoredRecord[]>;
  /**
   * Resolves when the records are durable, all or none of them; appends resolve in the order in which they were made. When one
   * rejects, every append that is not yet durable rejects with it, so that the model can go back to what is stored.
   */
  append(records: readonly StoredRecord[]): Promise<void>;
  close(): Promise<void>;
}
