/** Groups of operations, in the order in which people look for them, with what each is about. */
export const groups = {
  Pools: 'Groups of members that share an algorithm and session persistence.',
  'Load balancers': 'Load balancers, their status tree and their counters.',
  Listeners: 'Protocols and ports that load balancers listen on.',
  Members: 'The servers of a pool.',
  'Health monitors': 'Checks that take members of a pool out of traffic and back in.',
  'L7 policies': 'What a listener does with requests that match rules.',
  'L7 rules': 'What a policy matches.',
  Quotas: 'How many of each a project may have.',
  Flavors: 'Sizes and kinds of load balancers that the cloud offers.',
  'Availability zones': 'Where the cloud places load balancers.',
  Providers: 'What implements load balancers in this cloud.',
  Versions: 'Minor versions of the API that the service knows.',
  Identity: 'Tokens, projects and the service catalog.',
} as const;
