export const ROLES = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** Whoever can stand behind a request: a member by their role, a program by its key, or nobody who is known. */
export const PRINCIPALS = [...ROLES, "key", "anonymous"] as const;
export type Principal = (typeof PRINCIPALS)[number];

const [yes, no] = [true, false];

/** One line of the table, in the order of its head. */
const may = (
  owner: boolean,
  admin: boolean,
  member: boolean,
  viewer: boolean,
  key: boolean,
  anonymous: boolean,
): Record<Principal, boolean> => ({ owner, admin, member, viewer, key, anonymous });

/**
 * Who may do what. Every handler names one of these permissions; there is no handler without. Whoever may look at
 * their own things may also say how they like to.
 */
export const POLICY = {
  // owner, admin, member, viewer, key, anonymous
  "account:write": may(yes, yes, yes, yes, no, no),
  "alerts:all": may(yes, yes, no, no, no, no),
  "alerts:read": may(yes, yes, yes, yes, no, no),
  "alerts:write": may(yes, yes, no, no, no, no),
  "audit:read": may(yes, yes, no, no, no, no),
  "catalog:read": may(yes, yes, yes, yes, yes, no),
  "chat:read": may(yes, yes, yes, yes, no, no),
  "chat:write": may(yes, yes, yes, no, yes, no),
  "configuration:read": may(yes, yes, no, no, no, no),
  "invitation:accept": may(yes, yes, yes, yes, no, yes),
  "keys:all": may(yes, yes, no, no, no, no),
  "keys:read": may(yes, yes, yes, yes, no, no),
  "keys:write": may(yes, yes, yes, no, no, no),
  "ledger:read": may(yes, yes, yes, yes, yes, no),
  "password:reset": may(yes, yes, yes, yes, no, yes),
  "preferences:write": may(yes, yes, yes, yes, no, no),
  "routes:read": may(yes, yes, yes, yes, no, no),
  "routes:write": may(yes, yes, yes, no, no, no),
  "session:create": may(yes, yes, yes, yes, no, yes),
  "settings:write": may(yes, yes, no, no, no, no),
  "setup:write": may(yes, yes, yes, yes, no, yes),
  "spend:read": may(yes, yes, yes, yes, no, no),
  "status:read": may(yes, yes, yes, yes, no, no),
  "team:read": may(yes, yes, no, no, no, no),
  "team:transfer": may(yes, no, no, no, no, no),
  "team:write": may(yes, yes, no, no, no, no),
  "usage:all": may(yes, yes, no, no, no, no),
} as const satisfies Record<string, Record<Principal, boolean>>;

export type Permission = keyof typeof POLICY;
export const PERMISSIONS = Object.keys(POLICY) as Permission[];

/** Whether the table grants it; what it does not know it denies. */
export const isGranted = (principal: Principal, permission: Permission): boolean =>
  Object.hasOwn(POLICY, permission) && POLICY[permission][principal] === true;
