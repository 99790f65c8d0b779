import { amend } from "./amend";
import { catalog } from "./catalog";
import type { FaultRule } from "./faults";
import { fields, isFields, numberOr, textOr } from "./json";
import { readBody } from "./read-body";
import { json } from "./reply";
import type { World } from "./world";

/** Endpoints outside the API, for tests and benchmarks that see the sandbox only over HTTP. */
export async function control(world: World, request: Request, path: string): Promise<Response> {
  const body = request.method === "GET" ? null : await readBody(request, world.maxBodyBytes);
  switch (`${request.method} ${path}`) {
    case "GET /bill":
      return json({ data: world.generations.bill() });
    case "GET /requests":
      return json({ data: world.requests });
    case "PUT /faults": {
      const rules = (Array.isArray(body) ? body : [body]).flatMap(readRule);
      for (const rule of rules) world.faults.set(rule);
      return rules.length === 0
        ? json(
            { error: { code: 400, message: "a fault needs a name: {model, fault, times?, …params}" } },
            400,
          )
        : json({ data: rules });
    }
    case "DELETE /faults":
      world.faults.clear();
      return json({ data: [] });
    case "POST /down":
      world.down(numberOr(fields(body).ms, 1000));
      return json({ data: { ms: numberOr(fields(body).ms, 1000) } });
    case "PUT /catalog":
      world.catalog = amend(world.catalog, body);
      return json({ data: { models: world.catalog.entries.length + world.catalog.added.length } });
    case "DELETE /catalog":
      world.catalog = catalog();
      return json({ data: { models: world.catalog.entries.length } });
    default:
      return json({ error: { code: 404, message: "Not Found" } }, 404);
  }
}

/** What is neither model, provider nor count is a parameter of the fault. */
function readRule(value: unknown): FaultRule[] {
  if (!isFields(value)) return [];
  const { model, provider, path, fault, times, params, ...rest } = value;
  const name = textOr(fault, null);
  if (name === null) return [];
  const given = Object.entries({ ...fields(params), ...rest }).map(
    ([key, entry]) => [key, String(entry)] as const,
  );
  return [
    {
      fault: name,
      ...(typeof model === "string" && { model }),
      ...(typeof provider === "string" && { provider }),
      ...(typeof path === "string" && { path }),
      ...(typeof times === "number" && { times }),
      params: Object.fromEntries(given),
    },
  ];
}
