"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import clsx from "clsx";
import type { ReactNode } from "react";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { Button } from "./button";
import { FailureNotice } from "./failure-notice";

type Props<Data> = {
  query: UseQueryResult<Data>;
  /** What stands there while the first answer is on its way, in the shape of what comes. */
  skeleton: ReactNode;
  /** What else helps against a failure than to try again. */
  remedy?: (failure: Failure) => ReactNode;
  /** The margin of a failure's notice, where the panel reaches to the edge of its box. */
  gutter?: string;
  children: (data: Data) => ReactNode;
};

/** The one home of loading and failing. Data that is already there stays, even when a later refresh fails. */
export function QueryPanel<Data>({ query, skeleton, remedy, gutter, children }: Props<Data>) {
  const failure = query.error ? describeFailure(query.error) : null;
  const retry = (
    <>
      {failure && remedy?.(failure)}
      <Button size="sm" onClick={() => void query.refetch()}>
        Try again
      </Button>
    </>
  );
  if (query.data === undefined) {
    if (failure)
      return <FailureNotice failure={failure} actions={retry} className={clsx("my-4 max-w-160", gutter)} />;
    return (
      <div aria-busy="true">
        <span className="sr-only" role="status">
          Loading…
        </span>
        {skeleton}
      </div>
    );
  }
  return (
    <>
      {failure && (
        <FailureNotice compact failure={failure} actions={retry} className={clsx("my-3 max-w-160", gutter)} />
      )}
      {children(query.data)}
    </>
  );
}
