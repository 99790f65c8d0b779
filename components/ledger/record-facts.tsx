import { accountLabel } from "@/components/filters/account-words";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts, UNKNOWN_FACT } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { GenerationDetails } from "@/lib/ledger/api";

/** The ids by which it is known, and all that the upstream's own record says of it. */
export function RecordFacts({ details: { id, upstreamId, account, stats } }: { details: GenerationDetails }) {
  "use memo";
  const record = Object.entries(stats ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({ name, value: <Value value={value} /> }));
  return (
    <Panel title="Upstream record">
      <Facts
        facts={[
          { name: "Patchbay's id", value: <CopyableId text={id} what="Patchbay's id" /> },
          {
            name: "Upstream's id",
            value: upstreamId ? <CopyableId text={upstreamId} what="the upstream's id" /> : UNKNOWN_FACT,
          },
          { name: "Account", value: accountLabel(account) },
        ]}
      />
      {record.length > 0 ? (
        <details className="pb-5">
          <summary className="w-fit rounded-control py-1 text-muted hover:text-ink touch:py-3">
            All {record.length} fields as the upstream tells them
          </summary>
          <div className="pt-2">
            <Facts facts={record} />
          </div>
        </details>
      ) : (
        <p className="pb-5 text-muted">The upstream's record of this generation was not fetched.</p>
      )}
    </Panel>
  );
}

function Value({ value }: { value: unknown }) {
  "use memo";
  if (typeof value === "object") {
    return (
      <pre className="overflow-x-auto text-left font-mono text-xs">{JSON.stringify(value, null, 2)}</pre>
    );
  }
  return <span className="font-mono text-xs">{String(value)}</span>;
}

function CopyableId({ text, what }: { text: string; what: string }) {
  "use memo";
  return (
    <span className="inline-flex items-center gap-1">
      <span className="font-mono text-xs">{text}</span>
      <CopyButton text={text} label={`Copy ${what}`} />
    </span>
  );
}
