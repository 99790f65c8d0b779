"use client";

import { useQuery } from "@tanstack/react-query";
import { catalogQuery } from "@/components/catalog/queries";
import { withParameter } from "@/components/routing/with-parameter";
import { settingsRow } from "@/lib/catalog/settings-row";
import {
  takenParameters,
  takesParameter,
  untakenParameters,
  withoutParameter,
} from "@/lib/catalog/taken-parameters";
import { chainIn } from "../chain-in";
import type { PaneState } from "../pane-state";
import type { Panes } from "../use-panes";
import PaneSettings, { type Tab } from "./pane-settings";

type Props = {
  own: Panes;
  /** The pane whose settings they are. */
  open: PaneState;
  name: string;
  /** Whether what is set here is set in all panes. */
  together: boolean;
  /** Where it opens. */
  start: Tab;
  onClose: () => void;
};

/** The settings of a pane, judged by what its chain takes, and what setting one means for the panes in step with it. */
export default function OpenSettings({ own, open, together, ...props }: Props) {
  const models = useQuery(catalogQuery).data?.models ?? [];
  const { panes } = own;
  const affected = together ? panes.map(({ key }) => key) : [open.key];
  const chain = chainIn(open);
  const takes = (key: string, parameter: string) =>
    panes.some((pane) => pane.key === key && takesParameter(models, chainIn(pane), parameter));
  return (
    <PaneSettings
      {...props}
      state={open}
      models={models}
      row={settingsRow(models, chain)}
      untaken={untakenParameters(models, chain, open.parameters)}
      together={together}
      onSystem={(system) => own.change(affected, () => ({ system }))}
      onParameter={(name, value) =>
        own.change(
          affected.filter((key) => key === open.key || takes(key, name)),
          ({ parameters }) => ({ parameters: withParameter(parameters, name, value) }),
        )
      }
      // Others may well take what this one does not.
      onRemove={(path) =>
        own.change([open.key], ({ parameters }) => ({ parameters: withoutParameter(parameters, path) }))
      }
      onChain={([model = "", ...fallbackModels]) => own.change([open.key], () => ({ model, fallbackModels }))}
      onApply={(applied) => {
        own.change(affected, (pane) => ({
          ...applied,
          parameters: takenParameters(models, chainIn(pane), applied.parameters),
        }));
        return untakenParameters(models, chain, applied.parameters).map(({ path }) => path);
      }}
      onUnset={() => own.change(affected, () => ({ parameters: {} }))}
    />
  );
}
