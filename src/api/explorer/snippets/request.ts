/** A request to the API as somebody else's program will make it. */
export interface SnippetRequest {
  readonly method: string;
  /** Root of the API; a variable that the reader sets where the page does not know it. */
  readonly root: { readonly url: string } | { readonly variable: string };
  /** Below the root, query included, escaped as it is sent. */
  readonly path: string;
  /** Without the token. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte for byte; null without one. */
  readonly body: string | null;
  /** Whether the request carries a token. */
  readonly token: boolean;
}

/** Variables of the environment that stand for what a snippet must not or cannot hold. */
export const variables = { token: 'CLB_TOKEN', endpoint: 'CLB_ENDPOINT', identity: 'CLB_IDENTITY_URL' } as const;

export const tokenHeader = 'X-Auth-Token';

/** The variables that the reader of the snippet has to set. */
export const variablesOf = ({ root, token }: SnippetRequest): string[] => [
  ...('variable' in root ? [root.variable] : []),
  ...(token ? [variables.token] : []),
];
