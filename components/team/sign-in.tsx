"use client";

import { useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { problemSentence } from "@/lib/team/sign-in-problems";
import { PasswordSignIn } from "./password-sign-in";

type Props = {
  /** What the provider is called that people sign in through; null where there is none. */
  provider: string | null;
  /** Whether everybody else does. */
  ownerPasswordOnly: boolean;
  sendsMail: boolean;
  /** What the address says: why somebody came back from the provider, and where they want to go. */
  problem: string | null;
  next: string | null;
};

/** By password, through a provider, or either, then on to where one wanted to go. */
export function SignIn({ provider, ownerPasswordOnly, sendsMail, problem, next }: Props) {
  const [byPassword, setByPassword] = useState(!ownerPasswordOnly);
  const sentence = problemSentence(problem);
  const query = next === null || next.length > 1_000 ? "" : `?next=${encodeURIComponent(next)}`;
  const through = provider && (
    // Not a link of the router's, which would fetch it.
    <a
      href={`/api/session/oidc${query}`}
      className={`${buttonClass({ look: byPassword ? "secondary" : "primary" })} w-full`}
    >
      <span className="truncate">Continue with {provider}</span>
    </a>
  );
  return (
    <div className="space-y-5">
      {!byPassword && <h1 className="text-base font-semibold">Sign in</h1>}
      {sentence && (
        <p role="alert" className="rounded-box bg-danger-soft p-3 text-sm wrap-anywhere">
          {sentence}
        </p>
      )}
      {byPassword && <PasswordSignIn next={next} sendsMail={sendsMail} />}
      {through}
      {!byPassword && (
        <Button look="ghost" className="w-full" onClick={() => setByPassword(true)}>
          Sign in as the owner, with a password
        </Button>
      )}
    </div>
  );
}
