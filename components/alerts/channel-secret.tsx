"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Tabs } from "@/components/ui/tabs";
import { VERIFY_LABELS, VERIFY_LANGUAGES, VERIFY_SNIPPETS, type VerifyLanguage } from "./verify-snippets";

type Props = { name: string; secret: string; onClose: () => void };

/** The one time that a webhook's secret is in sight. Who leaves without copying it is asked once. */
export function ChannelSecret({ name, secret, onClose }: Props) {
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const [leaving, setLeaving] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied("yes");
      setLeaving(false);
    } catch {
      setCopied("refused");
    }
  };
  const leave = () => (copied === "no" && !leaving ? setLeaving(true) : onClose());
  return (
    <Dialog
      label={`The secret of ${name}`}
      onClose={leave}
      className="w-[min(100%-32px,44rem)]! overflow-hidden"
    >
      <div className="flex max-h-[calc(100dvh-48px)] flex-col">
        <div className="min-h-0 space-y-5 overflow-y-auto px-5 pt-4 pb-5">
          <header>
            <h2 className="text-base font-semibold wrap-anywhere">The secret of “{name}”</h2>
            <p className="mt-1 flex gap-2 text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              Copy it now. It cannot be shown again; a new one can be made at any time.
            </p>
          </header>
          <div className="flex items-center gap-2 max-sm:flex-col max-sm:items-stretch">
            <code className="min-w-0 flex-1 rounded-control border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs leading-5 wrap-anywhere select-all">
              {secret}
            </code>
            <Button look="primary" onClick={() => void copy()}>
              {copied === "yes" ? <Check aria-hidden /> : <Copy aria-hidden />}
              {copied === "yes" ? "Copied" : "Copy secret"}
            </Button>
          </div>
          {copied === "refused" && (
            <p role="alert" className="text-xs text-danger">
              The browser refused to copy. Select the secret and copy it by hand.
            </p>
          )}
          <Verify />
        </div>
        <footer className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-5 py-3">
          {leaving && (
            <p role="alert" className="text-warn">
              You have not copied the secret.
            </p>
          )}
          <Button className="ml-auto" onClick={leave}>
            {leaving ? "Close anyway" : "Done"}
          </Button>
        </footer>
      </div>
    </Dialog>
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
