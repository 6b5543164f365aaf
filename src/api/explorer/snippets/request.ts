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
  /** The variable that holds the token which the request carries; null: it carries none. */
  readonly token: string | null;
}

/** Variables of the environment that stand for what a snippet must not or cannot hold, by API. */
export const variables = {
  clb: { token: 'CLB_TOKEN', endpoint: 'CLB_ENDPOINT', identity: 'CLB_IDENTITY_URL' },
  octavia: { token: 'OS_TOKEN', endpoint: 'OS_ENDPOINT', identity: 'OS_AUTH_URL' },
} as const;

export const tokenHeader = 'X-Auth-Token';

/** The variables that the reader of the snippet has to set. */
export const variablesOf = ({ root, token }: SnippetRequest): string[] => [
  ...('variable' in root ? [root.variable] : []),
  ...(token === null ? [] : [token]),
];
