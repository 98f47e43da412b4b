/** Stripe's API over HTTP: who asks, what is asked, and Stripe's way of answering. */
import { inTransaction, type Account } from "#sandbox/stripe/account.ts";
import { API_ROUTES, type ApiRoute } from "#sandbox/stripe/api-routes.ts";
import { API_VERSION } from "#sandbox/stripe/events.ts";
import { parseForm } from "#sandbox/stripe/form.ts";
import { answerOnce, type Answer } from "#sandbox/stripe/idempotency.ts";
import { newId } from "#sandbox/stripe/ids.ts";
import { StripeApiError, unknownRoute } from "#sandbox/stripe/stripe-api-error.ts";

const MAX_FORM_LENGTH = 256 * 1024;

/** Answers a request to `/v1/…`; refusals have Stripe's shape. */
export async function answerApi(account: Account, request: Request): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    "request-id": newId("req_"),
    "stripe-version": versionOf(request),
  };
  try {
    checkKey(request.headers.get("authorization"));
    const answer = answerRoute(account, request, await formOf(request));
    return new Response(answer.body, {
      status: answer.status,
      headers: { ...headers, ...idempotencyHeaders(request, answer) },
    });
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error;
    return new Response(JSON.stringify({ error: error.body }), { status: error.status, headers });
  }
}

function answerRoute(account: Account, request: Request, form: string): Answer {
  const { pathname } = new URL(request.url);
  const { route, id } = findRoute(request.method, pathname);
  const params = parseForm(form);
  const work = (): object => inTransaction(account, () => route.answer(account, params, id));
  const key = request.method === "POST" ? request.headers.get("idempotency-key") : null;
  if (!key) return { status: 200, body: JSON.stringify(work()), replayed: false };
  return inTransaction(account, () => answerOnce(account, { key, endpoint: pathname, form }, work));
}

function findRoute(method: string, path: string): { route: ApiRoute; id: string } {
  for (const route of API_ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { route, id: match[1] ?? "" };
  }
  throw unknownRoute(method, path);
}

async function formOf(request: Request): Promise<string> {
  const form = request.method === "GET" ? new URL(request.url).search.slice(1) : await request.text();
  if (form.length <= MAX_FORM_LENGTH) return form;
  throw new StripeApiError(413, { message: "The request is too large." });
}

function checkKey(authorization: string | null): void {
  const [scheme = "", value = ""] = (authorization ?? "").split(" ");
  const key =
    scheme.toLowerCase() === "basic"
      ? (Buffer.from(value, "base64").toString("utf8").split(":")[0] ?? "")
      : value;
  if (!authorization || key === "") {
    throw new StripeApiError(401, {
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    });
  }
  if (!/^sk_test_\w{1,200}$/.test(key)) {
    throw new StripeApiError(401, {
      message: `Invalid API Key provided: ${key.slice(0, 8)}${"*".repeat(8)}`,
    });
  }
}

function versionOf(request: Request): string {
  const asked = request.headers.get("stripe-version") ?? "";
  return /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(asked) ? asked : API_VERSION;
}

function idempotencyHeaders(request: Request, answer: Answer): Record<string, string> {
  const key = request.headers.get("idempotency-key");
  if (request.method !== "POST" || !key) return {};
  return { "idempotency-key": key, ...(answer.replayed ? { "idempotent-replayed": "true" } : {}) };
}
