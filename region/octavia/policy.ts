import { grants, policyFiles, type Right } from '../../contract/octavia/roles.ts';

export interface Caller {
  /** Project of the token; null for one without. */
  readonly project: string | null;
  readonly roles: readonly string[];
}

/** Which of the policy files that Octavia ships a region has. */
export type PolicyName = 'advanced' | 'default-roles' | 'owner';

const files = { advanced: policyFiles[0], 'default-roles': policyFiles[1], owner: policyFiles[2] } as const;

const administrators: Readonly<Record<PolicyName, readonly string[]>> = {
  advanced: ['load-balancer_admin', 'admin'],
  'default-roles': ['admin'],
  owner: ['admin'],
};

/** Who may do what in a region. Source: octavia/policies/base.py and etc/policy/. */
export class Policy {
  readonly #name: PolicyName;

  constructor(name: PolicyName) {
    this.#name = name;
  }

  isOperator({ roles }: Caller): boolean {
    return roles.some((role) => administrators[this.#name].includes(role));
  }

  /** Whether lists show every project's when none is named. */
  readsAll(caller: Caller): boolean {
    return (
      this.isOperator(caller) || (this.#name === 'advanced' && caller.roles.includes('load-balancer_global_observer'))
    );
  }

  may(caller: Caller, right: Right, project: string): boolean {
    if (this.isOperator(caller) || (right === 'read' && this.readsAll(caller))) return true;
    return caller.project === project && grants(files[this.#name], caller.roles, right);
  }

  mayReadQuota(caller: Caller, project: string): boolean {
    return this.maySetQuota(caller) || this.may(caller, 'read', project);
  }

  maySetQuota(caller: Caller): boolean {
    return this.isOperator(caller) || (this.#name === 'advanced' && caller.roles.includes('load-balancer_quota_admin'));
  }
}
