import { Wallet } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

/** Nobody set a limit yet: what one does. Whoever may not set one sees only those for themselves and their keys. */
export function BudgetsEmpty({ onCreate }: { onCreate: (() => void) | null }) {
  return (
    <Empty
      icon={<Wallet aria-hidden />}
      title={onCreate ? "No budget limits what is spent here" : "No budget is for you or your keys"}
      action={onCreate && <Button onClick={onCreate}>Create the first one</Button>}
    >
      A budget sets aside the most that each request may cost before it is sent, and refuses what does not
      fit.{" "}
      {onCreate
        ? "It can be for the workspace, a member, a key, an environment, a route or a tag."
        : "Those for the workspace and for others are seen by whoever runs this Patchbay; they hold for you all the same."}
    </Empty>
  );
}
