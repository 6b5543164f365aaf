/** What a status of a load balancer means for whoever wants to change it. */
export interface StatusRule {
  /**
   * Whether a load balancer in it takes a change: `now`; `later`, because it leaves the status by itself; `never`; or `unknown`, a status
   * that the API's documents do not name.
   */
  readonly takesChange: 'now' | 'later' | 'never' | 'unknown';
  /** Whether the service leaves it by itself. */
  readonly isTransient: boolean;
  /** Why it takes no change, as the end of a sentence that begins with the load balancer's name; empty where it takes one, now or later. */
  readonly why: string;
}

/** The rule for a status of an API; one that its documents do not name has a rule of its own. */
export const ruleIn = (rules: Readonly<Record<string, StatusRule>>, status: string): StatusRule =>
  Object.hasOwn(rules, status) ? (rules[status] as StatusRule) : unknownStatus(status);

/** The rule for a status that an API's documents do not name. */
export const unknownStatus = (status: string): StatusRule => ({
  takesChange: 'unknown',
  isTransient: false,
  why: `has status ${status}, which this panel does not know. Only an ACTIVE load balancer takes a change.`,
});
