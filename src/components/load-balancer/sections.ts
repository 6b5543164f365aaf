/** The parts of a load balancer's page that are looked for by name. */
export const sectionTitles = [
  'Session persistence',
  'Optional Features',
  'Nodes',
  'Activity',
  'Stats',
  'Details',
] as const;

/** What the address of a load balancer's page calls a part of it, after `#`. */
export const sectionAnchor = (title: string): string => title.toLowerCase().replaceAll(' ', '-');
