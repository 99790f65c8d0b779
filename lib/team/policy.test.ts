import { expect, test } from "vitest";
import { isAllowed, requireKeyPermission, usageScope } from "./actor";
import { isGranted, PERMISSIONS, type Permission, POLICY, PRINCIPALS, ROLES } from "./policy";

test("every permission says yes or no to every principal, and to nobody else", () => {
  expect(PERMISSIONS.length).toBeGreaterThan(20);
  for (const permission of PERMISSIONS) {
    expect(Object.keys(POLICY[permission]).sort(), permission).toEqual([...PRINCIPALS].sort());
    for (const granted of Object.values(POLICY[permission])) expect(typeof granted).toBe("boolean");
  }
});

test("a higher role may all that a lower one may", () => {
  const [owner, ...others] = ROLES;
  let above = owner;
  for (const role of others) {
    for (const permission of PERMISSIONS) {
      if (isGranted(role, permission))
        expect(isGranted(above, permission), `${above} ${permission}`).toBe(true);
    }
    above = role as typeof above;
  }
});

test("whoever is not known may only become known", () => {
  const open = PERMISSIONS.filter((permission) => isGranted("anonymous", permission));
  expect(open).toEqual(["invitation:accept", "password:reset", "session:create", "setup:write"]);
});

test("viewers change nothing but what is their own", () => {
  const writes = PERMISSIONS.filter(
    (permission) => permission.endsWith(":write") && isGranted("viewer", permission),
  );
  expect(writes).toEqual(["account:write", "preferences:write", "setup:write"]);
});

test("what the table does not know is denied, names of its prototype included", () => {
  for (const name of ["no:such", "constructor", "__proto__", "toString"]) {
    for (const principal of PRINCIPALS) expect(isGranted(principal, name as Permission)).toBe(false);
  }
});

test("a key may never more than its owner, and never what only people may", () => {
  expect(() => requireKeyPermission({ role: "member" }, "chat:write")).not.toThrow();
  expect(() => requireKeyPermission({ role: "viewer" }, "chat:write")).toThrow();
  expect(() => requireKeyPermission({ role: "viewer" }, "catalog:read")).not.toThrow();
  expect(() => requireKeyPermission({ role: "owner" }, "team:write")).toThrow();
});

test("everyone's usage is for those who run the workspace", () => {
  const seen = ROLES.map((role) => usageScope({ memberId: "own", role }));
  expect(seen).toEqual([undefined, undefined, "own", "own"]);
  expect(isAllowed({ role: "admin" }, "team:transfer")).toBe(false);
});
