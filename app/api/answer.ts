/** What all routes share: an error becomes a status and plain words, never a stack trace. */
import { explainRefusal, type Refusal } from "#lib/automation/explain-refusal.ts";
import { logError } from "#lib/logger.ts";

/** A request that is wrong before any use-case sees it. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly refusal: Refusal;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.refusal = { status, code, message };
  }
}

type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

const HEADERS = { "cache-control": "no-store" };

/** Makes a route of `work`; `name` stands for it in the log. */
export function answering<P = Record<string, never>>(
  name: string,
  work: (request: Request, params: P) => Promise<Response>,
): Route<P> {
  return async (request, context) => {
    try {
      return await work(request, await context.params);
    } catch (error) {
      return refuse(
        error instanceof RequestError ? error.refusal : (explainRefusal(error) ?? unexpected(name, error)),
      );
    }
  };
}

/** Answers with JSON that nobody may keep. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: HEADERS });
}

/** Sends a browser on with GET. `url` is absolute, or a path of this site. */
export function seeOther(url: string): Response {
  return new Response(null, {
    status: 303,
    headers: { ...HEADERS, location: url, "referrer-policy": "no-referrer" },
  });
}

function refuse({ status, code, message }: Refusal): Response {
  return json({ error: { code, message } }, status);
}

/** The id lets an operator find the line in the log. */
function unexpected(name: string, error: unknown): Refusal {
  const requestId = crypto.randomUUID();
  logError("request failed", error, { route: name, requestId });
  return {
    status: 500,
    code: "internal",
    message: `Something went wrong on our side. If it happens again, tell support this number: ${requestId}`,
  };
}
