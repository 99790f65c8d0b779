"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { config } from "zod/mini";
import { ToastHost } from "@/components/ui/toast-host";
import { TooltipHost } from "@/components/ui/tooltip-host";
import { RequestError } from "@/lib/core/failure";

// Zod would try `new Function` to speed itself up, which the content security policy refuses and reports.
config({ jitless: true });

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      {children}
      <ToastHost />
      <TooltipHost />
    </QueryClientProvider>
  );
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // Only a Patchbay that cannot be reached is worth asking again unasked.
        retry: (failures, error) =>
          failures < 2 && error instanceof RequestError && error.code === "unavailable",
      },
    },
  });
}
