/** Stripe's refusals in Stripe's own words. https://docs.stripe.com/api/errors */
import type Stripe from "stripe";

type ErrorBody = Pick<Stripe.StripeRawError, "message" | "code" | "param"> & {
  type: "invalid_request_error" | "idempotency_error";
};

/** A request the double refuses the way Stripe would. */
export class StripeApiError extends Error {
  override readonly name = "StripeApiError";
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: Omit<ErrorBody, "type"> & Partial<Pick<ErrorBody, "type">>) {
    super(body.message);
    this.status = status;
    this.body = { type: "invalid_request_error", ...body };
  }
}

/** 404 for a route Stripe, or this double, does not have. */
export function unknownRoute(method: string, path: string): StripeApiError {
  return new StripeApiError(404, {
    message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  });
}

/** 404 for an id in the path, 400 for an id in a parameter, as Stripe tells them apart. */
export function missingResource(noun: string, id: string, param = "id"): StripeApiError {
  const message = `No such ${noun}: '${id}'`;
  return new StripeApiError(param === "id" ? 404 : 400, { code: "resource_missing", message, param });
}

/** 400 for a parameter that is absent. */
export function missingParameter(param: string): StripeApiError {
  return new StripeApiError(400, {
    code: "parameter_missing",
    message: `Missing required param: ${param}.`,
    param,
  });
}

/** 400 for parameters that do not exist. */
export function unknownParameters(params: readonly string[]): StripeApiError {
  const noun = params.length === 1 ? "parameter" : "parameters";
  const message = `Received unknown ${noun}: ${params.join(", ")}`;
  return new StripeApiError(400, {
    code: "parameter_unknown",
    message,
    ...(params[0] ? { param: params[0] } : {}),
  });
}
