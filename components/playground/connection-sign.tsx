import { WifiOff } from "lucide-react";
import type { Connection } from "./conversation-stream";

/** Says that answers do not arrive for the moment. It comes with the conversation: later there may be no line to fetch it by. */
export function ConnectionSign({ connection }: { connection: Connection }) {
  return (
    // Empty, it takes no gap either.
    <span role="status" data-tip="Reconnecting…" className="text-xs text-warn empty:absolute">
      {connection === "reconnecting" && (
        <>
          <WifiOff aria-hidden className="size-4 @[60rem]:hidden" />
          <span className="@max-[60rem]:sr-only">Reconnecting…</span>
        </>
      )}
    </span>
  );
}
