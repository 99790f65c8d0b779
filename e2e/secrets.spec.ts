import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures";
import { confirmed, ended, startChat } from "./ledger";
import { PatchbayProcess } from "./patchbay";

const MODEL = "anthropic/claude-haiku-4.5";
/** Random, so that no piece of it can be anywhere by chance. */
const CANARY = `sk-or-v1-${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex")}`;
const SECRET = CANARY.slice("sk-or-v1-".length);

/** The key as it might be written down: as it is, encoded, or a good part of it. */
const TRACES = [
  ...Array.from({ length: Math.floor(SECRET.length / 8) - 1 }, (_, index) =>
    SECRET.slice(index * 8, index * 8 + 16),
  ),
  Buffer.from(CANARY).toString("base64").slice(12, 60),
  Buffer.from(CANARY).toString("hex").slice(18, 90),
];

const traceIn = (bytes: Buffer | string): string | undefined => TRACES.find((trace) => bytes.includes(trace));

async function* filesIn(directory: string): AsyncGenerator<{ path: string; bytes: Buffer }> {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) yield { path, bytes: await readFile(path) };
  }
}

test("the upstream key is nowhere but in the server's memory", async ({ sandbox, browser }) => {
  const patchbay = await PatchbayProcess.start({
    OPENROUTER_API_KEY: CANARY,
    OPENROUTER_BASE_URL: sandbox.apiUrl,
    LOG_LEVEL: "debug",
  });
  try {
    const seen: string[] = [];
    const page = await browser.newPage({ baseURL: patchbay.url });
    page.on("response", async (response) => {
      const body = await response.text().catch(() => "");
      seen.push(`${JSON.stringify(response.headers())}\n${body}`);
    });

    // An answer, and a refusal in which the upstream repeats the key it was sent.
    const panes = [{ model: MODEL }];
    const fine = await startChat(patchbay, { message: "Say hello", panes });
    await confirmed(patchbay, fine.generations[0]?.generationId ?? "");
    const words = `The key ${CANARY} of user_2dHFtVWx2n56w6HkM0000000000 may not do this`;
    await sandbox.setFault(MODEL, "status", { code: "418", message: words });
    const refused = await startChat(patchbay, { message: "Say it again", panes });
    const failed = await ended(patchbay, refused.generations[0]?.generationId ?? "");
    expect(failed.failure?.said).toContain("may not do this");
    await sandbox.setFault(MODEL, "stream-error-a", { message: words });
    const broken = await startChat(patchbay, { message: "Say it once more", panes });
    const stopped = await ended(patchbay, broken.generations[0]?.generationId ?? "");
    expect(stopped.failure?.said).toContain("may not do this");

    const paths = [
      "/",
      "/spend",
      "/generations",
      "/keys",
      `/c/${refused.conversationId}`,
      `/c/${broken.conversationId}`,
      `/generations/${failed.id}`,
    ];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      // Where the refusal is told, once it has come.
      if (path.split("/").length > 2) await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
      seen.push(await page.content());
    }
    for (const path of ["status", "models", "conversations", "generations", "keys", "nothing", "health"]) {
      const response = await fetch(`${patchbay.url}/api/${path}`);
      seen.push(JSON.stringify([...response.headers]), await response.text());
    }
    await page.close();
    expect(seen.join("\n")).toContain("may not do this");
    expect(traceIn(seen.join("\n"))).toBeUndefined();

    await patchbay.stop();
    expect(traceIn(patchbay.output)).toBeUndefined();
    let files = 0;
    for (const directory of [patchbay.directory, ".next/static", ".next/standalone/.next"]) {
      for await (const { path, bytes } of filesIn(directory)) {
        files += 1;
        expect(traceIn(bytes), path).toBeUndefined();
      }
    }
    expect(files).toBeGreaterThan(100);
  } finally {
    await patchbay.dispose();
  }
});
