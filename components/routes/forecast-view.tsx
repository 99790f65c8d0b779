"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usageQuery } from "@/components/catalog/usage-queries";
import { Chip } from "@/components/ui/chip";
import { TextField } from "@/components/ui/field";
import { USUAL_REQUEST } from "@/lib/catalog/usage-api";
import { formatUsd } from "@/lib/core/format";
import { formatDuration } from "@/lib/core/format-measures";
import { simulateArm } from "@/lib/routes/simulate";
import type { Arm, Spec } from "./edit-spec";
import { ForecastArms } from "./forecast-arms";
import { ForecastChart } from "./forecast-chart";
import { ForecastTable } from "./forecast-table";
import { formatChance, formatRange } from "./forecast-text";
import type { World } from "./use-findings";

type Props = { spec: Spec; arm: Arm; world: World };

/** Where the requests of an arm will end and what they will cost, by what is known of each model's providers. */
export default function ForecastView({ spec, arm, world }: Props) {
  const average = useQuery(usageQuery).data?.average ?? { ...USUAL_REQUEST, measured: false };
  const [tokens, setTokens] = useState<{ prompt: string | null; completion: string | null }>({
    prompt: null,
    completion: null,
  });
  /** Models that are supposed not to answer. */
  const [down, setDown] = useState<readonly string[]>([]);
  const [at] = useState(() => new Date());
  const prompt = tokens.prompt ?? String(average.promptTokens);
  const completion = tokens.completion ?? String(average.completionTokens);
  const request = {
    promptTokens: readTokens(prompt) ?? average.promptTokens,
    completionTokens: readTokens(completion) ?? average.completionTokens,
  };
  const lost = Object.fromEntries(down.map((model) => [model, []]));
  const facts = { models: world.models, endpoints: { ...world.endpoints, ...lost }, request, at };
  const forecast = simulateArm(arm.models, spec, facts);
  const toggle = (model: string) =>
    setDown(down.includes(model) ? down.filter((other) => other !== model) : [...down, model]);
  return (
    <div className="space-y-4 py-3">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        {(["prompt", "completion"] as const).map((side) => (
          <TextField
            key={side}
            label={side === "prompt" ? "Tokens in" : "Tokens out"}
            inputMode="numeric"
            autoComplete="off"
            value={side === "prompt" ? prompt : completion}
            problem={readTokens(side === "prompt" ? prompt : completion) === null ? "A whole number" : null}
            onChange={({ target }) => setTokens({ ...tokens, [side]: target.value })}
            className="w-28 tabular-nums"
          />
        ))}
        <p className="min-w-0 flex-1 basis-48 pb-1.5 text-xs text-muted">
          {average.measured
            ? "Your average request of the last 30 days, unless you say otherwise."
            : "A usual request, as nothing was measured yet."}
        </p>
      </div>
      <fieldset className="flex flex-wrap items-center gap-1.5">
        <legend className="float-left mr-1.5 text-xs text-muted">Suppose these are down</legend>
        {arm.models.map((model) => (
          <Chip key={model} on={down.includes(model)} onToggle={() => toggle(model)}>
            <span className="font-mono">{model}</span>
          </Chip>
        ))}
      </fieldset>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <Stat name="Answers">{formatRange(forecast.availability, formatChance)}</Stat>
        <Stat name="Cost of a request">{formatRange(forecast.expected, formatUsd)}</Stat>
        <Stat name="At most">{formatUsd(forecast.worst)}</Stat>
        <Stat name="First token">{formatRange(forecast.ttftMs, formatDuration)}</Stat>
      </dl>
      <ForecastChart forecast={forecast} onPick={toggle} />
      <ForecastTable forecast={forecast} />
      {spec.arms.length > 1 && <ForecastArms spec={spec} facts={facts} />}
      <p className="text-xs text-muted">
        By each provider&apos;s uptime of the last day and its median time to the first token, as if they
        failed independently of each other. A range says that something is not known; so does “—”.
      </p>
    </div>
  );
}

function Stat({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-base tabular-nums">{children}</dd>
    </div>
  );
}

const readTokens = (text: string): number | null => (/^\d{1,8}$/.test(text.trim()) ? Number(text) : null);
