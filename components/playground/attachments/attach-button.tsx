"use client";

import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/components/ui/button";

/** Lets files be chosen. */
export function AttachButton({ onFiles }: { onFiles: (files: FileList) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        size="icon-sm"
        label="Attach files"
        tip="Attach files, or drop or paste them"
        onClick={() => input.current?.click()}
        className="-ml-1.5"
      >
        <Paperclip aria-hidden />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          if (target.files) onFiles(target.files);
          // The same file may be chosen again.
          target.value = "";
        }}
      />
    </>
  );
}
