/** What is asked of a schema: the contract's are made by zod, whose schemas all do this. Source: standardschema.dev, version 1. */
export interface FieldsSchema<Sent> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    validate(value: unknown): Judgement<Sent> | Promise<Judgement<Sent>>;
  };
}
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
export type Judgement<Sent> =
  | { readonly value: Sent; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };
