import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { isAllowed, LOCAL_OWNER } from "@/lib/team/actor";
import { readPersonal } from "@/lib/team/personal.server";
import { readWorkspace } from "@/lib/team/workspace.server";
import { whoOpens } from "../admission";
import { getServices } from "../services";

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  // A page must come up even when the database does not: what fails then says so in its own place.
  const services = await getServices().catch(() => null);
  const session = services && (await whoOpens(services));
  // Only a page knows where somebody wanted to go, so it sends them to the door.
  if (services?.access && !session) return children;
  const [viewer, workspace] = services
    ? await Promise.all([
        readPersonal(services.db, session ?? LOCAL_OWNER).catch(() => null),
        readWorkspace(services.db).catch(() => null),
      ])
    : [null, null];
  const person = session && { name: session.name, role: session.role, runs: isAllowed(session, "team:read") };
  const mayRead = {
    alerts: !session || isAllowed(session, "alerts:read"),
    configuration: !session || isAllowed(session, "configuration:read"),
  };
  return (
    <Frame
      sandbox={services?.account === "sandbox"}
      name={workspace?.workspaceName ?? "Patchbay"}
      person={person}
      viewer={viewer}
      mayRead={mayRead}
    >
      {children}
    </Frame>
  );
}
