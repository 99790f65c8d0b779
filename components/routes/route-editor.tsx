"use client";

import { useQueryStates } from "nuqs";
import { useState } from "react";
import { Page } from "@/components/ui/page";
import type { Hop } from "@/lib/ledger/hops";
import type { Route } from "@/lib/routes/routes-api";
import { ArmsEditor } from "./arms-editor";
import { HopList } from "./hop-list";
import { LitStatus } from "./lit-status";
import { RouteMarks } from "./route-marks";
import { RouteNotices } from "./route-notices";
import { RouteSettings } from "./route-settings";
import { RouteViews } from "./route-views";
import { SaveBar } from "./save-bar";
import { routeParams } from "./search-params";
import { useFindings } from "./use-findings";
import { useRouteDraft } from "./use-route-draft";

/** A route as a patch: its chains at the left, what is sent along at the right, and below what comes of it. */
export function RouteEditor({ route }: { route: Route }) {
  const draft = useRouteDraft(route);
  const { spec, edit } = draft;
  const [{ arm: named }, setParams] = useQueryStates(routeParams);
  const { findings, world } = useFindings(spec);
  /** What became of the hops when they were last asked from here. */
  const [lit, setLit] = useState<readonly Hop[] | null>(null);
  const at = Math.max(
    0,
    spec.arms.findIndex(({ name }) => name === named),
  );
  const arm = spec.arms[at];
  return (
    <Page
      title={route.name}
      filters={<RouteMarks route={route} draft={draft} />}
      action={<SaveBar route={route} draft={draft} findings={findings} />}
    >
      <RouteNotices route={route} draft={draft} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 xl:grid-cols-[minmax(0,1fr)_26rem] xl:grid-rows-[auto_1fr]">
        <section aria-label="Patch" className="min-w-0 py-2">
          <LitStatus hops={lit} />
          <ArmsEditor
            spec={spec}
            at={at}
            findings={findings}
            onArm={(name) => {
              setLit(null);
              void setParams({ arm: name });
            }}
            onEdit={edit}
          >
            {arm && (
              <HopList
                // Each chain has its own places and messages.
                key={at}
                id={`route/${route.name}`}
                models={arm.models}
                findings={findings.filter((finding) => finding.arm === at)}
                world={world}
                lit={lit}
                onModels={(change) =>
                  edit((before) => ({
                    ...before,
                    arms: before.arms.map((one) =>
                      one.name === arm.name ? { ...one, models: change(one.models) } : one,
                    ),
                  }))
                }
              />
            )}
          </ArmsEditor>
        </section>
        <RouteSettings
          key={draft.epoch}
          spec={spec}
          chain={arm?.models ?? []}
          models={world.models}
          onEdit={edit}
        />
        {arm && (
          <RouteViews
            {...{ route, draft, arm, world }}
            onArm={(name) => void setParams({ arm: name })}
            onLit={setLit}
          />
        )}
      </div>
    </Page>
  );
}
