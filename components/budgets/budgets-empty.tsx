import { Wallet } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

/** Nobody set a limit yet: what one does. */
export function BudgetsEmpty({ onCreate }: { onCreate: (() => void) | null }) {
  return (
    <Empty
      icon={<Wallet aria-hidden />}
      title="No budget limits what is spent here"
      action={onCreate && <Button onClick={onCreate}>Create the first one</Button>}
    >
      A budget sets aside the most that each request may cost before it is sent, and refuses what does not
      fit. It can be for the workspace, a member, a key, an environment, a route or a tag.
    </Empty>
  );
}
