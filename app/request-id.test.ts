import { expect, test, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import { open } from "./api/handler";
import { log } from "./log";
import { currentRequestId, forRequest, requestIdOf } from "./request-id";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const called = (id: string) => new Headers({ "x-request-id": id });

test.each(["abc", "1-67891233-abcdef012345678912345678", "Root=1-67:a/b+c", "a".repeat(128)])(
  "a request that is called %s keeps that name",
  (id) => expect(requestIdOf(called(id))).toBe(id),
);

test.each(["", "a b", "a".repeat(129), "<script>", '"quoted"', "Ünï", "-dash", "a,b"])(
  "a request that is called %j gets another name",
  (id) => expect(requestIdOf(called(id))).toMatch(UUID),
);

test("an answer says what its request is called, and so do its error and all that is logged meanwhile", async () => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  const broken = open({ anyHost: true }, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    log.error("something else");
    throw new AppError("internal");
  });
  const ask = (id: string) => broken(new Request("http://localhost:3000/api/x", { headers: called(id) }));
  try {
    const answers = await Promise.all([ask("one"), ask("two")]);
    expect(answers.map(({ headers }) => headers.get("x-request-id"))).toEqual(["one", "two"]);
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    expect(bodies.map(({ error }) => error.requestId)).toEqual(["one", "two"]);
  } finally {
    write.mockRestore();
  }
  const logged = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  expect(logged.map(({ requestId, msg }) => `${requestId} ${msg}`).sort()).toEqual([
    "one request failed",
    "one something else",
    "two request failed",
    "two something else",
  ]);
});

test("what runs by the clock belongs to no request", () => {
  expect(currentRequestId()).toBeUndefined();
  expect(forRequest("one", currentRequestId)).toBe("one");
});
