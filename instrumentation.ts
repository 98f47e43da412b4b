/** Next calls this for every page or route that broke; without it a production server says nothing. */
import type { Instrumentation } from "next";

/** Logs the error with the reference its page shows, and the pattern of the address, never the address itself. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, context) => {
  if (process.env["NEXT_RUNTIME"] === "edge") return;
  const { logError } = await import("#lib/logger.ts");
  const digest = (error as { digest?: unknown } | null)?.digest;
  logError("page failed", error, {
    route: context.routePath,
    ...(typeof digest === "string" ? { requestId: digest } : {}),
  });
};
