import { z } from "zod";
import { log } from "../../log";
import { open } from "../handler";
import { readJson } from "../read-body";

const MOST_BYTES = 16_384;

// Only what says which rule was broken by what kind of thing; addresses may hold what somebody typed.
const Report = z.object({
  "csp-report": z.object({
    "effective-directive": z.string().max(100).optional(),
    "violated-directive": z.string().max(500).optional(),
    "blocked-uri": z.string().max(5_000).optional(),
    "source-file": z.string().max(5_000).optional(),
    "line-number": z.number().optional(),
  }),
});

/** Browsers report here what the page's Content-Security-Policy stopped. There should be nothing. */
export const POST = open(
  { withoutOrigin: true, media: /^application\/(csp-report|json)/i },
  async (request) => {
    const { "csp-report": report } = Report.parse(await readJson(request, MOST_BYTES));
    log.warn(
      {
        directive: report["effective-directive"] ?? report["violated-directive"],
        blocked: originOf(report["blocked-uri"]),
        source: originOf(report["source-file"]),
        line: report["line-number"],
      },
      "content security policy stopped something",
    );
    return new Response(null, { status: 204 });
  },
);

/** `inline`, `eval` and the like as they are; of an address, only where it leads. */
function originOf(uri: string | undefined): string | undefined {
  return uri !== undefined && URL.canParse(uri) ? new URL(uri).origin : uri?.slice(0, 20);
}
