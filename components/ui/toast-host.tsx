"use client";

import { Suspense, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { lazy } from "./lazy";
import { readToasts, type ShownToast, toastPlace, undoneNext, watchToasts } from "./toast";

const ToastCard = lazy(() => import("./toast-card"));

const NONE: readonly ShownToast[] = [];

/** Where toasts appear: on the page, or in the modal that lies over it. It is there before any of them, so that screen readers say what comes. */
export function ToastHost() {
  const toasts = useSyncExternalStore(watchToasts, readToasts, () => NONE);
  const place = useSyncExternalStore(watchToasts, toastPlace, nowhere);
  const undone = undoneNext(toasts);
  const region = (
    <div
      role="status"
      className="pointer-events-none fixed bottom-4 left-4 z-50 flex w-80 flex-col gap-2 max-md:inset-x-3 max-md:top-14 max-md:bottom-auto max-md:w-auto"
    >
      <Suspense>
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} undoneNext={toast.id === undone} />
        ))}
      </Suspense>
    </div>
  );
  return place ? createPortal(region, place) : region;
}

const nowhere = () => null;
