"use client";

import { Instant } from "@/components/ui/instant";
import { LinkButton } from "@/components/ui/link-button";
import { Switch } from "@/components/ui/switch";
import { findModel } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { pricesOf } from "@/lib/catalog/model-prices";
import type { ListedRoute } from "@/lib/routes/listed-routes";
import { parseRouteId } from "@/lib/routes/route-id";
import { CardFrame } from "./card-frame";
import { CardPart, FactRow } from "./fact-row";
import { ModelActions } from "./model-actions";
import { Notice } from "./model-notices";

type Props = {
  listed: ListedRoute;
  models: readonly CatalogModel[];
  /** The id that would be chosen, with the version that it stays with, if any. */
  id: string;
  onId: (id: string) => void;
  onChoose: (id: string) => void;
};

/** What the picker tells of a route: whom it asks, which version, and where it is edited. */
export function RouteCard({ listed, models, id, onId, onChoose }: Props) {
  "use memo";
  const { name, isAlias, route, version } = listed;
  const kept = parseRouteId(id)?.version ?? null;
  const isOther = kept !== null && kept !== version;
  const href = `/routes/${route.name}${isOther ? "?view=versions" : ""}`;
  return (
    <CardFrame about={listed.id} id={id} onChoose={onChoose}>
      <ModelActions id={listed.id} />
      <div className="space-y-4 text-xs">
        <div>
          <p className="text-sm font-medium">{name}</p>
          <p className="font-mono text-muted wrap-anywhere">{id}</p>
        </div>
        {isAlias && (
          <Notice>
            Another name for <span className="font-mono">route/{route.name}</span> at present; it can be
            pointed at another route.
          </Notice>
        )}
        <dl className="space-y-1.5">
          <FactRow name="Published">Version {version}</FactRow>
          <FactRow name="Updated">
            <Instant at={route.updatedAt} />
          </FactRow>
          <FactRow name="Brings along">{settingsOf(route.spec) || "no settings"}</FactRow>
          {route.spec.locked.length > 0 && (
            <FactRow name="Not to be overridden">{route.spec.locked.join(", ")}</FactRow>
          )}
        </dl>
        {isOther ? (
          <Notice>Whom version {kept} asks is told where the route is edited.</Notice>
        ) : (
          <Arms listed={listed} models={models} />
        )}
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-t border-line pt-3">
          <LinkButton size="sm" href={href} prefetch={false}>
            Edit route
          </LinkButton>
          {!isAlias && (
            <Switch
              label={`Stay with version ${kept ?? version}`}
              tip="Whatever is published later"
              on={kept !== null}
              onToggle={() => onId(kept === null ? `${listed.id}@${version}` : listed.id)}
            />
          )}
        </div>
      </div>
    </CardFrame>
  );
}

function Arms({ listed, models }: Pick<Props, "listed" | "models">) {
  const { arms } = listed.route.spec;
  return arms.map((arm) => (
    <CardPart
      key={arm.name}
      title={arms.length === 1 ? "Chain" : `Arm ${arm.name}`}
      hint={arms.length === 1 ? "in the order of asking" : `${arm.share} %`}
    >
      <ol className="space-y-1.5">
        {arm.models.map((model, at) => {
          const row = findModel(models, model);
          return (
            <li key={model} className="flex gap-2">
              <span aria-hidden className="w-3 shrink-0 text-right text-faint tabular-nums">
                {at + 1}
              </span>
              <span className="min-w-0">
                <span className="block font-mono wrap-anywhere">{model}</span>
                <span className="block text-muted tabular-nums">{row ? pricesOf(row) : "not listed"}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </CardPart>
  ));
}

const settingsOf = ({ system, parameters }: ListedRoute["route"]["spec"]): string =>
  [...(system === null ? [] : ["instructions"]), ...Object.keys(parameters)].join(", ");
