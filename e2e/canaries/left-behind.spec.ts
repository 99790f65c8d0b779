import { expect, test } from "@playwright/test";
import { PatchbayProcess } from "../patchbay";
import { mintSecret, noteMade, takeLeaks } from "./canaries";

for (const [how, end] of [
  ["was killed", (patchbay: PatchbayProcess) => patchbay.kill()],
  ["was stopped", (patchbay: PatchbayProcess) => patchbay.stop()],
  ["runs still", async () => {}],
] as const)
  test(`the rows of a Patchbay that ${how} are looked through`, async () => {
    const secret = mintSecret();
    const patchbay = await PatchbayProcess.start({});
    const made = await fetch(`${patchbay.url}/api/keys`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: secret }),
    });
    expect(made.status).toBe(201);
    noteMade("a planted secret", secret);
    await end(patchbay);
    await patchbay.dispose();
    expect(takeLeaks()).toContain("a planted secret (as it is) in the table public.virtual_key");
  });
