/**
 * Addresses of the app's pages. Every other address also gets the app, which then says that there is no such page, but
 * with status 404.
 */
export const pagePaths = [
  '/',
  '/sign-in',
  '/load-balancers',
  '/load-balancers/session-persistence/:region/:id',
  '/load-balancers/bulk',
  '/load-balancers/bulk/:run',
  '/load-balancers/:region/:id',
  '/load-balancers/:region/:id/session-persistence',
  '/load-balancers/:region/:id/:edit',
  '/load-balancers/:region/:id/:edit/:item',
  '/load-balancers/:region/:id/:edit/:item/:part',
  '/history',
  '/explorer',
  '/explorer/:operation',
] as const;

/** Addresses of the panel's own data and of what it forwards. */
export const dataPath = /^\/(api|panel|session)(\/|$)/;
