import { LinkButton } from "@/components/ui/link-button";
import { parseRouteId } from "@/lib/routes/route-id";

/** In place of a chain, where a route brings its own. */
export function AsksRoute({ model }: { model: string }) {
  const name = parseRouteId(model)?.name;
  return (
    <section aria-label="Chain" className="space-y-2 py-4">
      <h3>Chain</h3>
      <p className="text-muted">
        This pane asks <code className="font-mono text-xs text-ink">{model}</code>, which brings its chain,
        its providers and its settings along. What is set here comes before them, unless the route locks it.
      </p>
      {name !== undefined && (
        <LinkButton size="sm" href={`/routes/${name}`} prefetch={false}>
          Edit the route
        </LinkButton>
      )}
    </section>
  );
}
