"use client";

import { Waypoints } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { newSpec, type Spec } from "./edit-spec";
import { NewRoute } from "./new-route";
import { routePath } from "./route-path";

type Props = { chain: readonly string[] } & Pick<Spec, "system"> & {
    parameters: Readonly<Record<string, unknown>>;
  };

/** Gives what a pane asks a name that programs can ask for. */
export default function SaveAsRoute({ chain, system, parameters }: Props) {
  const router = useRouter();
  const [naming, setNaming] = useState(false);
  return (
    <>
      <Button size="sm" aria-haspopup="dialog" onClick={() => setNaming(true)}>
        <Waypoints aria-hidden /> Save as route
      </Button>
      {naming && (
        <NewRoute
          spec={{ ...newSpec(chain), system, parameters: { ...parameters } }}
          onCreated={({ name }) => {
            setNaming(false);
            showToast({
              text: `Saved as route/${name}. Programs can ask for it once it is published.`,
              action: { label: "Open", act: () => router.push(routePath(name)) },
            });
          }}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  );
}
