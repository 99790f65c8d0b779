"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextField } from "@/components/ui/field";
import { showToast } from "@/components/ui/toast";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { changeName } from "./member-queries";

/** Has the team see another name of one's own. */
export function NameForm({ name }: { name: string }) {
  const client = useQueryClient();
  const router = useRouter();
  const [text, setText] = useState(name);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const problem = nameProblem(text);
  const put = async (to: string) => {
    await changeName(client, to);
    setText(to);
    // The rail shows it, too.
    router.refresh();
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setFailure(null);
    if (problem || text.trim() === name) return;
    setBusy(true);
    try {
      await put(text.trim());
      const undo = () =>
        void put(name).catch((error: unknown) =>
          showToast({ text: describeFailure(error).message, failed: true }),
        );
      showToast({ text: "Your name is changed.", action: { label: "Undo", act: undo, undoes: true } });
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="max-w-88 space-y-4 pb-4">
      <TextField
        label="Name"
        autoComplete="name"
        maxLength={80}
        value={text}
        problem={tried ? problem : null}
        onChange={(event) => setText(event.target.value)}
      />
      {failure && <FailureNotice compact failure={failure} />}
      <Button type="submit" disabled={busy || text.trim() === name}>
        Change name
      </Button>
    </form>
  );
}

/** What the server would not take, as far as it can be said here; null when nothing is wrong. */
function nameProblem(text: string): string | null {
  if (text.trim() === "") return "Write what the team calls you.";
  return /[\p{L}\p{N}]/u.test(text) ? null : "Use at least one letter or digit.";
}
