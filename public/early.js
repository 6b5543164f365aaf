/*
 * Runs before the app's code has arrived: shows the chosen colours from the first frame on, asks for the code of the page beside that of
 * the app, and begins the requests that the page will make first. src/api/early.ts hands their answers to whoever makes the same request; each is used once.
 */
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('holdfast-color-scheme');
  } catch {
    // Storage can be forbidden; the system's colours are shown then.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.mantineColorScheme =
    chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';

  const parts = document.currentScript.dataset.start?.split(' ') ?? [];
  if (location.pathname !== '/sign-in')
    for (const part of parts) {
      const link = document.createElement('link');
      const style = part.endsWith('.css');
      link.rel = style ? 'preload' : 'modulepreload';
      if (style) link.as = 'style';
      link.crossOrigin = '';
      link.href = `/${part}`;
      document.head.append(link);
    }

  const begun = new Map();
  globalThis.holdfastEarly = begun;
  const begin = (path) => {
    const answer = fetch(path, {
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
      cache: 'no-store',
    });
    answer.catch(() => undefined);
    begun.set(path, answer);
    return answer;
  };
  const session = begin('/session');
  if (!/^\/(load-balancers(\/session-persistence\/.*)?)?$/.test(location.pathname)) return;
  globalThis.holdfastBegun = session
    .then((answer) => (answer.ok ? answer.clone().json() : { regions: [] }))
    .then(({ regions, firstReads = [] }) => {
      for (const region of regions) for (const path of firstReads) begin(`/api/${encodeURIComponent(region)}${path}`);
    })
    .catch(() => undefined);
})();
