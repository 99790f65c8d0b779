"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { readNumber } from "./read-parameter";

type Figures = Readonly<Record<string, number>>;

type Props = {
  label: string;
  sentence: string;
  fields: readonly { name: string; label: string }[];
  figures: Figures;
  onFigures: (figures: Figures) => void;
};

/** Several figures of one kind, each of which may be left open. Taken over when a field is left. */
export function FigureFields({ label, sentence, fields, figures, onFigures }: Props) {
  return (
    <fieldset className="py-3">
      <legend className="float-left w-full">{label}</legend>
      <p className="clear-both text-xs text-muted">{sentence}</p>
      <div className="mt-1.5 grid grid-cols-5 gap-2 max-sm:grid-cols-2">
        {fields.map(({ name, label: said }) => (
          <Figure
            key={`${name} ${figures[name] ?? ""}`}
            label={said}
            name={`${label}: ${said}`}
            figure={figures[name]}
            onFigure={(figure) => {
              const { [name]: _before, ...rest } = figures;
              onFigures(figure === null ? rest : { ...rest, [name]: figure });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}

type FigureProps = {
  label: string;
  name: string;
  figure: number | undefined;
  onFigure: (figure: number | null) => void;
};

const RANGE = { min: 0, max: 1_000_000, whole: false };

function Figure({ label, name, figure, onFigure }: FigureProps) {
  const shown = figure === undefined ? "" : String(figure);
  const [text, setText] = useState(shown);
  const [problem, setProblem] = useState<string | null>(null);
  const save = () => {
    if (text.trim() === shown) return setProblem(null);
    const read = readNumber(text, RANGE);
    setProblem("problem" in read ? read.problem : null);
    if ("value" in read) onFigure(read.value);
  };
  return (
    <TextField
      label={label}
      aria-label={name}
      inputMode="decimal"
      autoComplete="off"
      placeholder="any"
      value={text}
      problem={problem}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === "Enter" && save()}
      className="w-full tabular-nums"
    />
  );
}
