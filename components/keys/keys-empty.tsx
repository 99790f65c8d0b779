"use client";

import { Coins, ListChecks, OctagonX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useBaseUrl } from "@/components/ui/use-base-url";

/** Nobody has a key yet: what they are for, and how a program uses one. */
export function KeysEmpty({ onCreate }: { onCreate: () => void }) {
  const baseUrl = useBaseUrl();
  return (
    <div className="mx-auto max-w-160 py-12 sm:py-16">
      <h2 className="text-xl font-semibold">Let programs use this Patchbay</h2>
      <p className="mt-2 text-base text-muted">
        A virtual key stands in for the OpenRouter key, which never leaves this server. Give each program one
        of its own.
      </p>
      <ul className="mt-6 grid gap-x-8 gap-y-4 sm:grid-cols-3">
        <Reason icon={<Coins aria-hidden />} title="Known cost">
          Every answer is booked to the key that asked for it.
        </Reason>
        <Reason icon={<ListChecks aria-hidden />} title="Only what it needs">
          Held to certain models, and to a last day.
        </Reason>
        <Reason icon={<OctagonX aria-hidden />} title="One at a time">
          Revoke one and the other programs go on.
        </Reason>
      </ul>
      <h3 className="mt-8 border-b border-line pb-2 font-medium">What a program sets</h3>
      <dl className="divide-y divide-line">
        <Setting name="Base URL" action={<CopyButton text={baseUrl} label="Copy the base URL" />}>
          {baseUrl}
        </Setting>
        <Setting name="API key">
          pb-v1-… <span className="font-sans text-muted">shown once, when it is created</span>
        </Setting>
      </dl>
      <p className="mt-3 text-muted">
        Any library for OpenAI or OpenRouter will do; nothing else in the program changes.
      </p>
      <Button className="mt-6" onClick={onCreate}>
        Create your first key
      </Button>
    </div>
  );
}

function Reason({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <li>
      <p className="flex items-center gap-2 font-medium [&_svg]:size-4 [&_svg]:text-muted">
        {icon}
        {title}
      </p>
      <p className="mt-1 text-muted">{children}</p>
    </li>
  );
}

function Setting({ name, action, children }: { name: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center gap-4">
      <dt className="w-20 shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-1 items-center gap-4">
        <span className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{children}</span>
        {action}
      </dd>
    </div>
  );
}
