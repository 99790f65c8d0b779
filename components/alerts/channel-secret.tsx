"use client";

import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { OneTimeDialog } from "@/components/ui/one-time-dialog";
import { Tabs } from "@/components/ui/tabs";
import { VERIFY_LABELS, VERIFY_LANGUAGES, VERIFY_SNIPPETS, type VerifyLanguage } from "./verify-snippets";

type Props = { name: string; secret: string; onClose: () => void };

/** The one time that a webhook's secret is in sight. */
export function ChannelSecret({ name, secret, onClose }: Props) {
  return (
    <OneTimeDialog
      label={`The secret of ${name}`}
      title={`The secret of “${name}”`}
      what="secret"
      text={secret}
      warning="Copy it now. It cannot be shown again; a new one can be made at any time."
      onClose={onClose}
    >
      <Verify />
    </OneTimeDialog>
  );
}

/** How a receiver makes sure that a message is from this Patchbay, and new. */
function Verify() {
  const [language, setLanguage] = useState<VerifyLanguage>("node");
  const code = VERIFY_SNIPPETS[language];
  return (
    <section aria-labelledby="verify-messages" className="space-y-2">
      <h3 id="verify-messages" className="font-medium">
        How the receiver verifies a message
      </h3>
      <p className="text-muted">
        The signature is an HMAC-SHA-256 of the timestamp, a dot and the body as it came. What is sent again
        has the same <code className="font-mono text-xs text-ink">x-patchbay-id</code>.
      </p>
      <Tabs
        label="Language"
        value={language}
        options={VERIFY_LANGUAGES.map((value) => ({ value, label: VERIFY_LABELS[value] }))}
        onChange={setLanguage}
        action={<CopyButton text={code} label={`Copy the ${VERIFY_LABELS[language]} code`} />}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre tabIndex={0} className="max-h-60 overflow-auto bg-sunken p-3 font-mono text-xs leading-5">
          <code>{code}</code>
        </pre>
      </Tabs>
    </section>
  );
}
