"use client";

import { GitCommitVertical, ListOrdered, Split } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** Nobody has made a route yet: what one is, and how to begin. */
export function RoutesEmpty({ onNew }: { onNew: () => void }) {
  return (
    <div className="mx-auto max-w-160 py-12 sm:py-16">
      <h2 className="text-xl font-semibold">Put a name between your programs and their models</h2>
      <p className="mt-2 text-base text-muted">
        A route answers “which model, and what if it fails?”. Programs ask for{" "}
        <code className="font-mono text-xs text-ink">route/support-bot</code> as they would for a model;
        changing what stands behind it is an edit here and not a deploy there.
      </p>
      <ul className="mt-6 grid gap-x-8 gap-y-4 sm:grid-cols-3">
        <Reason icon={<ListOrdered aria-hidden />} title="A chain">
          When a model does not answer, OpenRouter asks the next one.
        </Reason>
        <Reason icon={<Split aria-hidden />} title="A split">
          Try another chain on some of the requests, and compare.
        </Reason>
        <Reason icon={<GitCommitVertical aria-hidden />} title="Versions">
          Publish when it is right, go back when it was not.
        </Reason>
      </ul>
      <Button look="primary" className="mt-8" onClick={onNew}>
        Make your first route
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
