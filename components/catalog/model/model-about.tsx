import Link from "next/link";
import { Facts, UNKNOWN_FACT } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { Fact } from "@/components/ui/unfold-row";
import type { ModelDetails } from "@/lib/catalog/details-api";
import { FEATURE_LABELS, FEATURES, hasFeature } from "@/lib/catalog/filters";
import type { CatalogModel } from "@/lib/catalog/model";
import { ModelLink } from "./gone-notice";

/** What a model is said to be, what it takes, gives and can do, and who its relatives are. */
export function ModelAbout({ details }: { details: ModelDetails }) {
  const { model, variants, aliases, benchmarks, huggingFaceId } = details;
  const features = FEATURES.filter((feature) => hasFeature(model, feature)).map(
    (name) => FEATURE_LABELS[name],
  );
  const facts: Fact[] = [
    {
      name: "Author",
      value: (
        <Link href={`/models?by=${encodeURIComponent(model.author)}`} prefetch={false} className="underline">
          {model.author}
        </Link>
      ),
    },
    { name: "Reads", value: model.inputModalities.join(", ") || UNKNOWN_FACT },
    { name: "Writes", value: model.outputModalities.join(", ") || UNKNOWN_FACT },
    { name: "Features", value: features.join(", ") || UNKNOWN_FACT },
    ...reasoningFacts(model),
    ...(model.isModerated === null
      ? []
      : [
          {
            name: "Moderated",
            value: model.isModerated ? "By OpenRouter, before the provider sees it" : "No",
          },
        ]),
    ...(benchmarks ? [{ name: "Benchmarks", value: describeScores(benchmarks) }] : []),
    ...(model.canonicalSlug === null
      ? []
      : [{ name: "Dated name", value: <span className="font-mono text-xs">{model.canonicalSlug}</span> }]),
    ...(variants.length > 0 ? [{ name: "Other rows", value: <Models ids={variants} /> }] : []),
    ...(aliases.length > 0 ? [{ name: "Known as", value: <Models ids={aliases} /> }] : []),
    ...(huggingFaceId === null
      ? []
      : [
          {
            name: "Weights",
            value: (
              <a
                href={`https://huggingface.co/${huggingFaceId}`}
                target="_blank"
                rel="noopener noreferrer"
                className="underline"
              >
                Hugging Face
              </a>
            ),
          },
        ]),
  ];
  return (
    <Panel title="About">
      <p className="max-w-160 pb-4 text-base whitespace-pre-line text-muted">
        {model.description || "OpenRouter does not describe it."}
      </p>
      <Facts facts={facts} />
    </Panel>
  );
}

function Models({ ids }: { ids: readonly string[] }) {
  return ids.map((id, at) => (
    <span key={id}>
      {at > 0 && ", "}
      <ModelLink id={id} />
    </span>
  ));
}

function reasoningFacts({ reasoning }: CatalogModel): Fact[] {
  if (reasoning === null) return [];
  const { mandatory, defaultEnabled, efforts, defaultEffort } = reasoning;
  const when = mandatory
    ? "Always; it cannot be turned off"
    : defaultEnabled === null
      ? "When asked to"
      : defaultEnabled
        ? "Unless turned off"
        : "When asked to";
  return [
    { name: "Reasons", value: when },
    {
      name: "Efforts",
      value: `${efforts === null ? "all" : efforts.join(", ") || "none to choose"}${defaultEffort === null ? "" : `; ${defaultEffort} unless said`}`,
    },
  ];
}

function describeScores({ intelligence, coding, agentic }: NonNullable<ModelDetails["benchmarks"]>): string {
  const scores = [
    ["intelligence", intelligence],
    ["coding", coding],
    ["agentic", agentic],
  ].flatMap(([name, score]) => (score === null ? [] : `${name} ${score}`));
  return `${scores.join(" · ")}, by Artificial Analysis`;
}
