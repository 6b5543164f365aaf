/** What the palette offers. */
export interface Command {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly hint?: string;
  /** Other words by which people look for it. */
  readonly words: string;
  run(): void;
}
