/** An answer as it may really come: any field of the schema's missing, so that whoever reads one says what stands in for it. */
export type Loose<T> = T extends readonly (infer Item)[]
  ? Loose<Item>[]
  : T extends object
    ? { [Key in keyof T]?: Loose<T[Key]> | null }
    : T extends string
      ? string
      : T;
