import { Instant } from "@/components/ui/instant";
import { formatCount } from "@/lib/core/format";
import type { RouteUsage } from "@/lib/routes/usage-api";

/** Who has asked for a route lately: programs by their keys, people in the playground. */
export function UserList({ users }: { users: RouteUsage["users"] }) {
  return (
    <ul aria-label="Who asks" className="divide-y divide-line">
      {users.map(({ memberId, member, keyId, key, generations, lastUsedAt }) => (
        <li
          key={`${memberId} ${keyId}`}
          className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-1.5"
        >
          <span className="min-w-0 wrap-anywhere">
            {key ?? "The playground"} <span className="text-xs text-muted">of {member}</span>
          </span>
          <span className="text-xs text-muted tabular-nums">
            {formatCount(generations)} {generations === 1 ? "request" : "requests"}, last{" "}
            <Instant at={lastUsedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
