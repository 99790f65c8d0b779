import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { isAllowed } from "@/lib/team/actor";
import { admit } from "../admission";
import { getServices } from "../services";

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  // A page must come up even when the database does not: what fails then says so in its own place.
  const services = await getServices().catch(() => null);
  const session = await admit(services);
  const person = session && { name: session.name, role: session.role, runs: isAllowed(session, "team:read") };
  const alerts = !session || isAllowed(session, "alerts:read");
  return (
    <Frame sandbox={services?.account === "sandbox"} person={person} alerts={alerts}>
      {children}
    </Frame>
  );
}
