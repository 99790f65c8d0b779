import { MessageSquareDashed } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { FailureNotice } from "@/components/ui/failure-notice";
import { LinkButton } from "@/components/ui/link-button";
import { describeFailure } from "@/lib/core/failure";

type Props = {
  /** Why it could not be read just now; null when there is none at this address, or no longer. */
  error: Error | null;
  onRetry: () => void;
};

/** What stands in place of a conversation that cannot be shown. */
export default function ConversationMissing({ error, onRetry }: Props) {
  return error === null ? (
    <Empty
      icon={<MessageSquareDashed aria-hidden />}
      title="This conversation does not exist"
      action={<LinkButton href="/">New chat</LinkButton>}
    >
      It may have been deleted. What it cost is still in the ledger.
    </Empty>
  ) : (
    <div className="mx-auto max-w-160 p-6">
      <FailureNotice
        failure={describeFailure(error)}
        actions={<Button onClick={onRetry}>Try again</Button>}
      />
    </div>
  );
}
