"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useId, useState } from "react";
import { INPUT } from "./field";

type Props = Omit<ComponentProps<"input">, "type" | "className"> & {
  label: string;
  problem?: string | null | undefined;
};

/** A password under its label, which whoever types it may look at. */
export function PasswordField({ label, problem, ...rest }: Props) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-xs text-muted">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          type={shown ? "text" : "password"}
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          className={`${INPUT} w-full pr-9 touch:pr-12`}
          {...rest}
        />
        <button
          type="button"
          aria-pressed={shown}
          data-tip={shown ? "Hide the password" : "Show the password"}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-control text-muted hover:text-ink touch:w-11 [&_svg]:size-4"
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          <span className="sr-only">Show password</span>
        </button>
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
