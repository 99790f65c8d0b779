"use client";

import { LinkCheck } from "./link-check";
import { lookUpSetup, setUp } from "./member-queries";
import { NewcomerForm } from "./newcomer-form";
import { useLinkToken } from "./use-link-token";

/** The first start: whoever has its link becomes the owner. */
export function SetUp() {
  const token = useLinkToken();
  if (token === "") {
    return (
      <header className="space-y-1">
        <h1 className="text-base font-semibold">Set up this Patchbay</h1>
        <p className="text-muted">
          This address is not complete. Open the whole link that Patchbay printed when it started.
        </p>
      </header>
    );
  }
  return (
    <LinkCheck title="Set up this Patchbay" token={token} lookUp={lookUpSetup}>
      {() => (
        <NewcomerForm
          key={token}
          title="Set up this Patchbay"
          about="You become its owner. What was done here before, without signing in, is yours."
          submit="Become the owner"
          onSubmit={(newcomer) => setUp({ token: token ?? "", ...newcomer })}
        />
      )}
    </LinkCheck>
  );
}
