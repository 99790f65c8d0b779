import { isAllowed } from "./actor";
import { ROLES, type Role } from "./policy";

/** Whether one may decide over another: only those above may, so nobody over themselves, and over the owner nobody. */
export const outranks = (role: Role, other: Role): boolean => ROLES.indexOf(role) < ROLES.indexOf(other);

/** The roles that somebody may give, by invitation or change: none above their own, and never the owner's. */
export const grantableRoles = (role: Role): Role[] =>
  isAllowed({ role }, "team:write") ? ROLES.filter((one) => one !== "owner" && !outranks(one, role)) : [];
