/** What policies call things, for lists that no case stands behind. */
import type { PolicyRegistry } from '../../policies/contract';
import type { Policy } from '../../domain/policy/schema';
import { SYSTEM_ROLES } from '../../messages/case-words';
import type { Words } from '../../messages/bilingual';
import { asNamed } from './forms';

/** Finds words in the policies in force; a code stays as it is where none of them names it any more. */
export class PolicyWords {
  constructor(private readonly policies: PolicyRegistry) {}

  /** The policies that serve real customers, or agreements with partners. */
  serving(layer: Policy['layer'] = 'service'): readonly Policy[] {
    return this.policies
      .source()
      .all()
      .filter((policy) => policy.layer === layer);
  }

  policy(id: string): Words {
    return this.policies.source().get(id)?.title ?? asNamed(id);
  }

  /** A policy role, `role:<role>` or the role alone. */
  role(policyId: string, role: string): Words {
    const id = role.replace(/^role:/, '');
    const own = this.policies
      .source()
      .get(policyId)
      ?.roles.find((r) => r.id === id);
    return (
      own?.title ?? (Object.hasOwn(SYSTEM_ROLES, id) ? SYSTEM_ROLES[id as keyof typeof SYSTEM_ROLES] : asNamed(id))
    );
  }

  /** The product families of all policies, each once. */
  products(): { id: string; title: Words }[] {
    return this.titled(({ products }) => products);
  }

  /** The regions of all policies, each once. */
  regions(): { id: string; title: Words }[] {
    return this.titled(({ regions }) => regions);
  }

  private titled(of: (policy: Policy) => readonly { id: string; title: Words }[]): { id: string; title: Words }[] {
    const found = new Map<string, Words>();
    for (const policy of this.policies.source().all())
      for (const { id, title } of of(policy)) if (!found.has(id)) found.set(id, title);
    return [...found].map(([id, title]) => ({ id, title }));
  }

  product(id: string): Words {
    return this.products().find((one) => one.id === id)?.title ?? asNamed(id);
  }

  region(id: string): Words {
    return this.regions().find((one) => one.id === id)?.title ?? asNamed(id);
  }

  milestone(policyId: string, id: string): Words {
    const found = this.policies
      .source()
      .get(policyId)
      ?.milestones.find((m) => m.id === id);
    return found?.title ?? asNamed(id);
  }
}
