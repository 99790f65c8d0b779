import { expect, test, vi } from "vitest";
import { dynamic } from "./layout";

vi.mock("geist/font/mono", () => ({ GeistMono: {} }));
vi.mock("geist/font/sans", () => ({ GeistSans: {} }));

test("no page is tried at the build: that would open whatever database the build can reach", () => {
  expect(dynamic).toBe("force-dynamic");
});
