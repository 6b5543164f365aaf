/** What follows a load balancer's address in that of its edits. */
const editNames = [
  'edit',
  'delete',
  'health-monitor',
  'connection-throttle',
  'content-caching',
  'ssl-termination',
  'https-redirect',
  'connection-logging',
  'error-page',
  'access-list',
  'virtual-ips',
  'virtual-ips/:virtualIp/remove',
  'certificate-mappings',
  'certificate-mappings/:mapping',
  'certificate-mappings/:mapping/remove',
  'nodes/new',
  'nodes/:node',
  'nodes/:node/remove',
] as const;

/**
 * Addresses of the app's pages. Every other address also gets the app, which then says that there is no such page, but
 * with status 404.
 */
export const pagePaths = [
  '/',
  '/sign-in',
  '/load-balancers',
  '/load-balancers/session-persistence/:region/:id',
  '/load-balancers/new',
  '/load-balancers/bulk',
  '/load-balancers/bulk/:run',
  '/load-balancers/:region/:id',
  '/load-balancers/:region/:id/session-persistence',
  ...editNames.map((name) => `/load-balancers/:region/:id/${name}` as const),
  '/history',
  '/explorer',
  '/explorer/:operation',
] as const;

/** Addresses of the panel's own data and of what it forwards. */
export const dataPath = /^\/(api|panel|session)(\/|$)/;
