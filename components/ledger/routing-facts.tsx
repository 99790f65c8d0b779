import Link from "next/link";
import { Facts, UNKNOWN_FACT } from "@/components/ui/facts";
import { Duration } from "@/components/ui/figures";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { modelPath } from "@/lib/catalog/model-path";
import type { GenerationDetails } from "@/lib/ledger/api";

const SOURCES = { playground: "Playground", gateway: "Gateway", suite: "Suite" } as const;

/** Which models were asked, who answered, and every provider that was tried on the way. */
export function RoutingFacts({ details }: { details: GenerationDetails }) {
  "use memo";
  const {
    models,
    model,
    provider,
    attempts,
    finishReason,
    nativeFinishReason,
    source,
    parameters,
    tags,
    route,
  } = details;
  const facts = [
    {
      name: models.length > 1 ? "Asked, in order" : "Asked",
      value: <Chain models={models} answered={model} />,
    },
    { name: "Answered", value: model === null ? UNKNOWN_FACT : <ModelLink id={model} /> },
    { name: "Provider", value: provider ?? UNKNOWN_FACT },
    {
      name: "Finish reason",
      value: finishReason ? (
        <>
          {finishReason}
          {nativeFinishReason && nativeFinishReason !== finishReason && (
            <span className="text-muted"> · {nativeFinishReason} in the provider's words</span>
          )}
        </>
      ) : (
        UNKNOWN_FACT
      ),
    },
    { name: "Source", value: SOURCES[source] },
    ...(route ? [{ name: "Route", value: <RouteOf route={route} /> }] : []),
    { name: "Parameters", value: <Parameters parameters={parameters} /> },
    ...(tags.length > 0 ? [{ name: "Tags", value: tags.join(", ") }] : []),
  ];
  return (
    <Panel title="Routing">
      <Facts facts={facts} />
      {attempts && attempts.length > 0 && (
        <Table label="Attempts" aria-label="Attempts" className="mb-4">
          <thead>
            <tr>
              <Th>Tried</Th>
              <Th wide>Model</Th>
              <Th numeric>Status</Th>
              <Th numeric>Latency</Th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: attempts never move, and their order is what tells them apart
              <Tr key={index}>
                <Td>
                  <span className="pr-2 text-muted">{index + 1}.</span>
                  {attempt.provider ?? "unnamed"}
                </Td>
                <Td wide className="text-muted">
                  {attempt.model ?? "—"}
                </Td>
                <Td numeric className={attempt.status !== null && attempt.status >= 400 ? "text-danger" : ""}>
                  {attempt.status ?? "—"}
                </Td>
                <Td numeric>
                  <Duration ms={attempt.latencyMs} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function Chain({ models, answered }: { models: readonly string[]; answered: string | null }) {
  "use memo";
  return (
    <ol>
      {models.map((model) => (
        <li
          key={model}
          className={answered !== null && model !== answered && models.length > 1 ? "text-muted" : ""}
        >
          <ModelLink id={model} />
        </li>
      ))}
    </ol>
  );
}

const ModelLink = ({ id }: { id: string }) => (
  <Link href={`/models/${modelPath(id)}`} prefetch={false} className="underline">
    {id}
  </Link>
);

function RouteOf({ route: { name, version, arm } }: { route: NonNullable<GenerationDetails["route"]> }) {
  return (
    <>
      <Link href={`/routes/${name}?view=versions`} prefetch={false} className="underline">
        {name}@{version}
      </Link>
      , arm {arm}
    </>
  );
}

function Parameters({ parameters }: { parameters: Record<string, unknown> }) {
  "use memo";
  const set = Object.entries(parameters);
  if (set.length === 0) return "the model's defaults";
  return (
    <span className="font-mono text-xs">
      {set
        .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
        .join(" · ")}
    </span>
  );
}
