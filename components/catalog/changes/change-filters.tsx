"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useId, useState } from "react";
import { Chip, ChipMenu } from "@/components/ui/chip";
import { ChooseMany } from "@/components/ui/choices";
import { Select } from "@/components/ui/select";
import { CHANGE_KINDS } from "@/lib/catalog/changes-api";
import { catalogQuery } from "../queries";
import { KIND_LABELS } from "./change-kinds";
import { changesParsers, SPANS } from "./search-params";

/** Time, kind, use and model; all of them are in the address. */
export function ChangeFilters() {
  const [{ days, kind, used, model }, setParams] = useQueryStates(changesParsers, { history: "push" });
  return (
    <>
      <Select
        label="Time"
        value={days}
        onChange={({ target }) =>
          void setParams({ days: SPANS.find((span) => String(span) === target.value) ?? null })
        }
      >
        {SPANS.map((span) => (
          <option key={span} value={span}>
            Last {span} days
          </option>
        ))}
      </Select>
      <ChipMenu
        label="Kind"
        chosen={kind.length === 0 ? null : kind.map((one) => KIND_LABELS[one]).join(", ")}
      >
        <ChooseMany
          legend="What changed"
          values={kind}
          options={CHANGE_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))}
          onChange={(next) => void setParams({ kind: next })}
        />
      </ChipMenu>
      <Chip
        on={used}
        tip="With own generations in the last 30 days"
        onToggle={() => void setParams({ used: !used })}
      >
        In use
      </Chip>
      <ModelField key={model ?? ""} model={model} onModel={(next) => void setParams({ model: next })} />
    </>
  );
}

/** One model alone, by its id; the browser proposes what there is. */
function ModelField({ model, onModel }: { model: string | null; onModel: (model: string | null) => void }) {
  const list = useId();
  const catalog = useQuery(catalogQuery).data;
  const [text, setText] = useState(model ?? "");
  const ids = [...(catalog?.models ?? []), ...(catalog?.gone ?? [])].map(({ id }) => id);
  const take = (next: string) => {
    const id = next.trim();
    if (id !== (model ?? "")) onModel(id === "" ? null : id);
  };
  return (
    <>
      <input
        type="search"
        list={list}
        aria-label="Model"
        placeholder="Any model"
        value={text}
        maxLength={200}
        spellCheck={false}
        onChange={({ target }) => {
          setText(target.value);
          // What was picked from the list is whole.
          if (target.value === "" || ids.includes(target.value)) take(target.value);
        }}
        onKeyDown={(event) => event.key === "Enter" && take(text)}
        onBlur={() => take(text)}
        className="h-8 w-36 min-w-0 rounded-control border border-line-strong bg-raised px-2.5 font-mono text-xs max-sm:w-32 max-sm:flex-1 xl:w-52 touch:h-11"
      />
      <datalist id={list}>
        {ids.map((id) => (
          <option key={id} value={id} />
        ))}
      </datalist>
    </>
  );
}
