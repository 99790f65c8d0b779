import { only } from "../../../../only";
import { program } from "../../../../program";

/** The providers of a model, as the upstream tells them. */
const get = program<{ author: string; slug: string }>(async ({ params, services }) => {
  const text = await services.upstream.getEndpoints(decode(params.author), decode(params.slug));
  return new Response(text, { headers: { "content-type": "application/json" } });
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = only("GET", get);

/** Names that cannot be decoded are not names of models either; the client says so. */
function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}
