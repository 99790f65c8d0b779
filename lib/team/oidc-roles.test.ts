import { expect, test } from "vitest";
import { groupsIn, readRoleRules, roleOf } from "./oidc-roles";

test("rules are groups and roles, and whatever else is written is refused as a whole", () => {
  expect(readRoleRules("admins=admin, cn=staff = member,*=viewer")).toEqual([
    { group: "admins", role: "admin" },
    { group: "cn=staff", role: "member" },
    { group: "*", role: "viewer" },
  ]);
  for (const text of ["", "admins", "=admin", "admins=", "a=owner", "a=Admin", "a=admin,", "a=admin,b"])
    expect(readRoleRules(text), text).toBeNull();
});

test("the highest role counts, whatever the order, and no group gives none", () => {
  const rules = readRoleRules("*=viewer,staff=member,admins=admin") ?? [];
  expect(roleOf(["staff", "admins"], rules)).toBe("admin");
  expect(roleOf(["staff"], rules)).toBe("member");
  expect(roleOf([], rules)).toBe("viewer");
  expect(roleOf(["*"], readRoleRules("admins=admin") ?? [])).toBeNull();
  expect(roleOf(["Admins", "admin"], readRoleRules("admins=admin") ?? [])).toBeNull();
});

test("groups are found by name or by path, and only texts are any", () => {
  const claims = {
    groups: ["a", 1, null, "b"],
    hd: "example.com",
    "x.y": ["c"],
    realm_access: { roles: ["d"] },
  };
  expect(groupsIn(claims, "groups")).toEqual(["a", "b"]);
  expect(groupsIn(claims, "hd")).toEqual(["example.com"]);
  expect(groupsIn(claims, "x.y")).toEqual(["c"]);
  expect(groupsIn(claims, "realm_access.roles")).toEqual(["d"]);
  for (const name of [
    "none",
    "realm_access",
    "realm_access.none",
    "hd.length",
    "__proto__",
    "constructor.name",
  ])
    expect(groupsIn(claims, name), name).toBeNull();
});
