import { Scale } from "lucide-react";
import { Empty } from "@/components/ui/empty";

/** What a management key would add here, and how to set one. */
export function NoManagementKey() {
  return (
    <Empty icon={<Scale aria-hidden />} title="No management key is set">
      <div className="space-y-3 text-left">
        <p>
          With one, Patchbay lays its ledger beside OpenRouter's own bill: for each of the last 30 UTC days
          and each model, what matches, what only one side knows of, what differs, and why. Costs that were
          never confirmed, answers that were billed after they were cancelled and other programs on the same
          key come to light.
        </p>
        <ol className="list-decimal space-y-1 pl-5">
          <li>Create a management key in the settings of your OpenRouter account.</li>
          <li>
            Set <code className="font-mono text-ink">OPENROUTER_MANAGEMENT_KEY</code> in{" "}
            <code className="font-mono text-ink">.env</code> and restart Patchbay.
          </li>
        </ol>
        <p>It reads activity and credits. Patchbay never uses it for completions.</p>
      </div>
    </Empty>
  );
}
