import { parseArgs } from "node:util";
import { SANDBOX_KEY, SANDBOX_MANAGEMENT_KEY } from "@/lib/sandbox/keys";
import { createSandbox } from "@/lib/sandbox/sandbox";
import { serveSandbox } from "@/lib/sandbox/serve.server";

const USAGE = `npm run sandbox -- [--port 3100] [--seed n] [--speed n] [--generation-delay ms|least,most] [--split]`;

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    seed: { type: "string" },
    speed: { type: "string" },
    "generation-delay": { type: "string" },
    split: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});

if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

/** A number from the command line, or the end with the next step to take. */
function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  console.error(`--${name} needs a number that is not negative.\n${USAGE}`);
  process.exit(1);
}

const delay = values["generation-delay"]?.split(",").map((text) => number("generation-delay", text));
const sandbox = createSandbox({
  control: true,
  ...(values.seed !== undefined && { seed: number("seed", values.seed) }),
  ...(values.speed !== undefined && { speed: number("speed", values.speed) }),
  ...(values.split && { splitBytes: true }),
  ...(delay?.[0] !== undefined && { generationDelayMs: [delay[0], delay[1] ?? delay[0]] as const }),
});

const port = number("port", values.port ?? process.env.PORT ?? "3100");
try {
  const { url, close } = await serveSandbox(sandbox, { port });
  console.log(`The OpenRouter sandbox listens on ${url}/api/v1`);
  console.log(`  OPENROUTER_BASE_URL=${url}/api/v1`);
  console.log(`  OPENROUTER_API_KEY=${SANDBOX_KEY}`);
  console.log(`  OPENROUTER_MANAGEMENT_KEY=${SANDBOX_MANAGEMENT_KEY}`);
  console.log(`Its bill is at ${url}/__sandbox/bill. Ctrl-C ends it.`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void close().then(() => process.exit(0)));
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  console.error(taken ? `Port ${port} is taken; choose another with --port.` : error);
  process.exit(1);
}
