import { expect, test } from "vitest";
import { InvitationAcceptance } from "./team-request";

const isName = (name: string) =>
  InvitationAcceptance.safeParse({
    ...{ token: "t", name, email: "ada@example.com", password: "correct horse battery" },
  }).success;

test("a name can be seen, and leaves what stands beside it as it is", () => {
  for (const name of ["Ada", "Zoë O’Neil-Smith", "李小龍", "محمد", "می\u200Cخواهم", "Ada 👩‍🚀", "7"])
    expect(isName(name), name).toBe(true);
  for (const name of ["", " ", "\u200B", "\u3164", "\u202Egro.live", "Olga\u200B", "Ada\nB", "—"])
    expect(isName(name), JSON.stringify(name)).toBe(false);
});
