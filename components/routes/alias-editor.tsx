"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextField } from "@/components/ui/field";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { Route } from "@/lib/routes/routes-api";
import { AliasSuggestions } from "./alias-suggestions";
import { removeAlias, routesQuery, setAlias } from "./queries";
import { nameProblem } from "./route-name";

/** Other names of a route. Pointing one elsewhere takes it from the route that it points at now. */
export function AliasEditor({ route: { name, aliases } }: { route: Route }) {
  const client = useQueryClient();
  const routes = useQuery(routesQuery).data?.routes;
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const alias = text.trim();
  const problem = aliases.includes(alias) ? "It has this name already" : nameProblem(alias);
  const elsewhere = routes?.find((one) => one.name !== name && one.aliases.includes(alias))?.name;
  const point = async (one: string): Promise<boolean> => {
    setFailure(null);
    try {
      await setAlias(client, one, name);
      return true;
    } catch (error) {
      setFailure(describeFailure(error));
      return false;
    }
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== null || !(await point(alias))) return;
    setText("");
    setTried(false);
  };
  const take = async (suggested: string) => {
    // What was pressed is gone then, and the focus goes on to its neighbour.
    if (await point(suggested)) form.current?.querySelector("button")?.focus();
  };
  return (
    <section aria-label="Aliases">
      <h3 className="font-medium">Aliases</h3>
      <p className="text-xs text-muted">
        Other names for programs to ask for, like <code className="font-mono">route/default</code>. Where an
        alias points can be changed without touching them.
      </p>
      {aliases.length > 0 && (
        <ul aria-label="Aliases" className="mt-1 divide-y divide-line">
          {aliases.map((one) => (
            <li key={one} className="flex items-center gap-2 py-1">
              <code className="min-w-0 flex-1 font-mono text-xs break-all">route/{one}</code>
              <IconButton
                size="icon-sm"
                label={`Take away the alias ${one}`}
                aria-haspopup="dialog"
                onClick={() => setRemoving(one)}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <form ref={form} noValidate onSubmit={(event) => void add(event)} className="mt-2 flex items-end gap-2">
        <div className="w-64 max-w-full min-w-0">
          <TextField
            label="New alias"
            value={text}
            maxLength={64}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="default"
            problem={tried ? problem : null}
            className="w-full font-mono"
            onChange={({ target }) => setText(target.value.toLowerCase())}
          />
        </div>
        <Button type="submit" className="self-start mt-5.5">
          {elsewhere ? `Take it from ${elsewhere}` : "Add alias"}
        </Button>
      </form>
      {routes && <AliasSuggestions routes={routes} onAlias={(one) => void take(one)} />}
      {failure && <FailureNotice compact failure={failure} className="mt-2 max-w-120" />}
      {removing !== null && (
        <ConfirmDialog
          title={`Take away the alias ${removing}?`}
          confirm="Take it away"
          onConfirm={async () => {
            await removeAlias(client, removing);
            setRemoving(null);
          }}
          onClose={() => setRemoving(null)}
        >
          Programs that ask for <code className="font-mono text-xs">route/{removing}</code> are answered with
          404 from their next request on.
        </ConfirmDialog>
      )}
    </section>
  );
}
