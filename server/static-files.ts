export interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly brotli?: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly etag: string;
  /** Its name changes with its content, so browsers may keep it for ever. */
  readonly immutable: boolean;
}

/** The built web app. */
export interface StaticFiles {
  /** The file at a path such as `/assets/index-4f3a9c.js`; undefined when there is none. */
  get(path: string): Promise<StaticFile | undefined>;
  /** The page that starts the app, with `__CSP_NONCE__` where the nonce goes. */
  readonly index: string;
}
