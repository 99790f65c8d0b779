"use client";

import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import type { Failure } from "@/lib/core/failure";

/** What went wrong with the conversation as a whole, until it is waved away. */
export default function LastFailure({ failure, onDismiss }: { failure: Failure; onDismiss: () => void }) {
  return (
    <div className="mx-auto w-full max-w-184 px-3 pb-2 sm:px-6">
      <FailureNotice
        failure={failure}
        actions={
          <Button size="sm" onClick={onDismiss}>
            Dismiss
          </Button>
        }
      />
    </div>
  );
}
