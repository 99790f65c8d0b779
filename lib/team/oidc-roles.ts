import { ROLES, type Role } from "./policy";

/** A group at the provider, `*` for everybody whom it knows, and the role that its people have here. */
export type RoleRule = { group: string; role: Exclude<Role, "owner"> };

/**
 * Reads `admins=admin,staff=member,*=viewer`; null for what does not read as that. A group's name may hold equals signs
 * and no commas. Nobody becomes an owner by a group.
 */
export function readRoleRules(text: string): RoleRule[] | null {
  const rules = text.split(",").map((part): RoleRule | null => {
    const at = part.lastIndexOf("=");
    const group = part.slice(0, Math.max(0, at)).trim();
    const role = ROLES.find((one) => one === part.slice(at + 1).trim());
    return group === "" || role === undefined || role === "owner" ? null : { group, role };
  });
  const read = rules.filter((rule) => rule !== null);
  return read.length === rules.length ? read : null;
}

/** The highest role that any of the groups gives; null when none gives one. */
export function roleOf(groups: readonly string[], rules: readonly RoleRule[]): RoleRule["role"] | null {
  const given = rules.filter(({ group }) => group === "*" || groups.includes(group));
  const ranked = given.toSorted((one, other) => ROLES.indexOf(one.role) - ROLES.indexOf(other.role));
  return ranked[0]?.role ?? null;
}

/**
 * The groups in a claim, given by its name, or by the path to it as in `realm_access.roles`. One text is one group;
 * what is no text is none.
 */
export function groupsIn(claims: Record<string, unknown>, name: string): string[] | null {
  const found = Object.hasOwn(claims, name) ? claims[name] : follow(claims, name.split("."));
  if (typeof found === "string") return [found];
  return Array.isArray(found) ? found.filter((group) => typeof group === "string") : null;
}

const follow = (claims: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    claims,
  );
