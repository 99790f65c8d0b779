import { expect, test } from "vitest";
import { cookieName, cookieOf, readCookie } from "./cookie";

const HTTPS = { PATCHBAY_URL: "https://patchbay.example", PORT: 3000 };
const HTTP = { PATCHBAY_URL: "http://localhost:3000", PORT: 3000 };

test("over https nobody but this host sets it, and no script reads it", () => {
  expect(cookieOf(HTTPS, "secret", 60)).toBe(
    "__Host-patchbay=secret; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
  );
  expect(cookieOf(HTTP, "secret", 60)).toBe(
    "patchbay-3000=secret; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
  );
  expect(cookieOf(HTTPS, null, 60)).toContain("__Host-patchbay=; Path=/; Max-Age=0");
});

test("it is read by its whole name, and not at all where it comes twice", () => {
  const read = (cookie: string) => readCookie(new Headers({ cookie }), cookieName(HTTPS));
  expect(read("theme=dark; __Host-patchbay=secret")).toBe("secret");
  expect(read("x__Host-patchbay=secret; __Host-patchbay2=secret")).toBeNull();
  expect(read("__Host-patchbay=one; __Host-patchbay=two")).toBeNull();
  expect(readCookie(new Headers(), "a")).toBeNull();
});
