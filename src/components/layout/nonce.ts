declare global {
  // Read by get-nonce, through which react-remove-scroll marks the style tags that it adds.
  var __webpack_nonce__: string | undefined;
}

/** The nonce that the server gave this page's style tags. */
export const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

globalThis.__webpack_nonce__ = styleNonce();
