/** The part of Stripe's API that the double knows. */
import { z } from "zod";
import type { Account } from "#sandbox/stripe/account.ts";
import { sessionParams } from "#sandbox/stripe/session-params.ts";
import { expireSession, getSession, openSession, withoutLines } from "#sandbox/stripe/checkout.ts";
import { expandObject } from "#sandbox/stripe/expand.ts";
import type { Param } from "#sandbox/stripe/form.ts";
import type { Kind, PageQuery } from "#sandbox/stripe/object-store.ts";
import { createdFilter, integer, listParams, readParams, text } from "#sandbox/stripe/params.ts";
import { createRefund, refundParams } from "#sandbox/stripe/refunds.ts";
import { missingResource, StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

export interface ApiRoute {
  method: "GET" | "POST";
  /** Its group is the id in the path. */
  path: RegExp;
  /** Throws StripeApiError. */
  answer(account: Account, params: Record<string, Param>, id: string): object;
}

const expandOnly = z.strictObject({ expand: z.array(text(100)).max(20).optional() });
const linesQuery = z.strictObject({
  limit: integer(1, 100).optional(),
  starting_after: text(255).optional(),
});
const id = text(255).optional();
const list = z.strictObject({ ...listParams, created: createdFilter.optional() });
const sessionsQuery = list.extend({ payment_intent: id, status: text(20).optional() });
const chargesQuery = list.extend({ payment_intent: id });
const refundsQuery = list.extend({ payment_intent: id, charge: id });
const eventsQuery = list.extend({
  type: text(100).optional(),
  types: z.array(text(100)).max(20).optional(),
});

/** Every route there is; whatever matches none is answered 404. */
export const API_ROUTES: readonly ApiRoute[] = [
  {
    method: "POST",
    path: /^\/v1\/checkout\/sessions$/,
    answer(account, params) {
      const read = readParams(sessionParams, params);
      return expandObject(account, openSession(account, read), read.expand);
    },
  },
  {
    method: "GET",
    path: /^\/v1\/checkout\/sessions$/,
    answer(account, params) {
      const query = readParams(sessionsQuery, params);
      const page = account.objects.page("checkout.session", "/v1/checkout/sessions", query);
      return { ...page, data: page.data.map(withoutLines) };
    },
  },
  {
    method: "GET",
    path: /^\/v1\/checkout\/sessions\/([^/]+)$/,
    answer(account, params, id) {
      return expandObject(account, getSession(account, id), readParams(expandOnly, params).expand);
    },
  },
  {
    method: "GET",
    path: /^\/v1\/checkout\/sessions\/([^/]+)\/line_items$/,
    answer: (account, params, id) => lineItems(account, id, readParams(linesQuery, params)),
  },
  {
    method: "POST",
    path: /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/,
    answer(account, params, id) {
      return expandObject(account, expireSession(account, id), readParams(expandOnly, params).expand);
    },
  },
  {
    method: "POST",
    path: /^\/v1\/refunds$/,
    answer(account, params) {
      const read = readParams(refundParams, params);
      return expandObject(account, createRefund(account, read), read.expand);
    },
  },
  {
    method: "GET",
    path: /^\/v1\/events$/,
    answer(account, params) {
      const { type, types, ...query } = readParams(eventsQuery, params);
      return account.objects.page("event", "/v1/events", {
        ...query,
        types: types ?? (type === undefined ? undefined : [type]),
      });
    },
  },
  retrieval("event", "events"),
  retrieval("payment_intent", "payment_intents"),
  retrieval("charge", "charges"),
  retrieval("refund", "refunds"),
  retrieval("dispute", "disputes"),
  listing("charge", "charges", chargesQuery),
  listing("refund", "refunds", refundsQuery),
  listing("dispute", "disputes", refundsQuery),
];

function retrieval(kind: Kind, segment: string): ApiRoute {
  return {
    method: "GET",
    path: new RegExp(`^/v1/${segment}/([^/]+)$`),
    answer(account, params, id) {
      const read = readParams(expandOnly, params);
      const object = account.objects.find(kind, id);
      if (!object) throw missingResource(kind, id);
      return expandObject(account, object, read.expand);
    },
  };
}

function listing(kind: Kind, segment: string, query: z.ZodType<PageQuery>): ApiRoute {
  return {
    method: "GET",
    path: new RegExp(`^/v1/${segment}$`),
    answer: (account, params) => account.objects.page(kind, `/v1/${segment}`, readParams(query, params)),
  };
}

function lineItems(account: Account, id: string, query: z.output<typeof linesQuery>): object {
  const list = getSession(account, id).line_items;
  const all = list?.data ?? [];
  const after = query.starting_after;
  const from = after === undefined ? 0 : all.findIndex((line) => line.id === after) + 1;
  if (after !== undefined && from === 0) {
    throw new StripeApiError(400, {
      code: "resource_missing",
      message: `No such line item: '${after}'`,
      param: "starting_after",
    });
  }
  const to = from + (query.limit ?? 10);
  return { ...list, data: all.slice(from, to), has_more: to < all.length };
}
