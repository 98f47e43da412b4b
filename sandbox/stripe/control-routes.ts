/** `/stripe/_sandbox/…`: levers for people (forms) and machines (JSON) that Stripe itself does not have. */
import { z } from "zod";
import type { Account } from "#sandbox/stripe/account.ts";
import { choosePayment, PAYMENT_CHOICES } from "#sandbox/stripe/checkout-payment.ts";
import { withoutLines } from "#sandbox/stripe/checkout.ts";
import { controlPage } from "#sandbox/stripe/control-page.ts";
import { countAll } from "#sandbox/stripe/counts.ts";
import { DISPUTE_STATUSES, disputeSession } from "#sandbox/stripe/disputes.ts";
import { faultSchema } from "#sandbox/stripe/faults.ts";
import { missingResource, StripeApiError, unknownRoute } from "#sandbox/stripe/stripe-api-error.ts";

interface ControlRoute {
  method: "GET" | "POST";
  path: RegExp;
  /** Returns what is answered as JSON, or a page. Throws StripeApiError. */
  answer(account: Account, body: unknown, id: string): object;
}

const payBody = z.strictObject({ method: z.enum(PAYMENT_CHOICES) });
const disputeBody = z.strictObject({ status: z.enum(DISPUTE_STATUSES) });

const ROUTES: readonly ControlRoute[] = [
  { method: "GET", path: /^$/, answer: (account) => controlPage(account) },
  { method: "GET", path: /^\/counts$/, answer: (account) => countAll(account) },
  { method: "GET", path: /^\/faults$/, answer: (account) => account.faults.read() },
  {
    method: "POST",
    path: /^\/faults$/,
    answer: (account, body) => account.faults.set(readBody(faultSchema.partial(), body)),
  },
  {
    method: "POST",
    path: /^\/events\/([^/]+)\/resend$/,
    answer(account, _body, id) {
      const event = account.objects.find("event", id);
      if (!event) throw missingResource("event", id);
      account.deliveries.resend(id);
      return { id, resent: true };
    },
  },
  {
    method: "POST",
    path: /^\/sessions\/([^/]+)\/pay$/,
    answer: (account, body, id) => withoutLines(choosePayment(account, id, readBody(payBody, body).method)),
  },
  {
    method: "POST",
    path: /^\/sessions\/([^/]+)\/dispute$/,
    answer: (account, body, id) => disputeSession(account, id, readBody(disputeBody, body).status),
  },
];

/** Answers a request under `/stripe/_sandbox`. A form is sent back to the page, JSON gets JSON. */
export async function answerControl(account: Account, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const isForm =
    request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
  try {
    const { route, id } = findRoute(request.method, pathname);
    const answer = route.answer(
      account,
      request.method === "POST" ? await bodyOf(request, isForm) : null,
      id,
    );
    if (answer instanceof Response) return answer;
    if (isForm) return new Response(null, { status: 303, headers: { location: "/stripe/_sandbox" } });
    return Response.json(answer);
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error;
    return Response.json({ error: error.body }, { status: error.status });
  }
}

function findRoute(method: string, pathname: string): { route: ControlRoute; id: string } {
  const path = pathname.slice("/stripe/_sandbox".length);
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { route, id: match[1] ?? "" };
  }
  throw unknownRoute(method, pathname);
}

/** The JSON body, or a form's fields with its figures as numbers. */
async function bodyOf(request: Request, isForm: boolean): Promise<unknown> {
  const text = await request.text();
  if (isForm) {
    return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, Number(value)]));
  }
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new StripeApiError(400, { message: "The body is not JSON." });
  }
}

function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new StripeApiError(400, { message: z.prettifyError(parsed.error) });
}
