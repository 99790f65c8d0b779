import { expect, test } from "vitest";
import { fileResponse } from "./file-response";

const file = (more: object = {}) => ({
  id: "0198",
  name: "a.png",
  kind: "image" as const,
  type: "image/png",
  bytes: 1,
  content: Uint8Array.of(1),
  ...more,
});
const request = (headers: Record<string, string> = {}) => new Request("http://localhost/", { headers });

test("a file is never a page of ours, never anything but what its bytes say", async () => {
  const { headers } = fileResponse(request(), file());
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "image/png",
    "content-disposition": expect.stringMatching(/^attachment; /),
    "cache-control": "private, no-cache",
  });
  const text = fileResponse(request(), file({ kind: "text", type: "text/html" }));
  expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
});

test("whatever a file is called, its name stays a name", () => {
  const name = `Ünï"; filename=x.exe\r\nSet-Cookie: a=b'(*).png`;
  expect(fileResponse(request(), file({ name })).headers.get("content-disposition")).toBe(
    `attachment; filename="_n___ filename_x.exe__Set-Cookie_ a_b____.png"; filename*=UTF-8''%C3%9Cn%C3%AF%22%3B%20filename%3Dx.exe%0D%0ASet-Cookie%3A%20a%3Db%27%28%2A%29.png`,
  );
});

test("it is sent once", async () => {
  const again = fileResponse(request({ "if-none-match": '"0198"' }), file());
  expect([again.status, await again.text()]).toEqual([304, ""]);
});
