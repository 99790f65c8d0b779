import type { Instrumentation } from "next";

/** Called once by Next before it serves: everything is built here, so that a bad start fails at the start. */
export async function register(): Promise<void> {
  // Compared here and not above, so that the bundler drops Node's modules from any other runtime.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startUp } = await import("./app/start-up");
    await startUp();
  }
}

/** Failures outside of our handlers: rendering a page. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { logPageError } = await import("./app/start-up");
    logPageError(error, request.path, context.routePath);
  }
};
