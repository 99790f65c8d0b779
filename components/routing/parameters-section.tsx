import type { ReactNode } from "react";
import { ParameterField } from "./parameter-field";
import { parametersOf, settingsOf, shownValue } from "./parameter-list";
import type { SectionProps } from "./section";

type Props = SectionProps & {
  /** What stands beside a setting, by its path. */
  aside?: (path: string) => ReactNode;
};

/** Numbers, choices and words: how the model chooses what it says. */
export function ParametersSection({ parameters, row, onParameter, aside }: Props) {
  if (!row)
    return (
      <p className="pt-3 text-muted">What this model supports is not known: it is not in the catalogue.</p>
    );
  return (
    <div className="divide-y divide-line">
      {parametersOf(row).map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          shown={shownValue(parameters, parameter.name)}
          aside={aside?.(parameter.name)}
          onValue={(value) => {
            for (const setting of settingsOf(parameters, parameter, value)) onParameter(...setting);
          }}
        />
      ))}
    </div>
  );
}
