type ErrorFields = {
  type?: "invalid_request_error" | "idempotency_error" | "api_error" | "card_error";
  code?: string;
  param?: string;
  decline_code?: string;
};

/** An answer in Stripe's error shape. `isKept`: execution had begun, so the key repeats it for ever. */
export class PspError extends Error {
  readonly body: { error: ErrorFields & { message: string; doc_url?: string } };

  constructor(
    readonly status: number,
    message: string,
    fields: ErrorFields = {},
    readonly isKept = false,
  ) {
    super(message);
    const docUrl = fields.code && { doc_url: `https://stripe.com/docs/error-codes/${kebab(fields.code)}` };
    this.body = { error: { type: "invalid_request_error", ...fields, ...docUrl, message } };
  }
}

export function noSuch(what: string, id: string, param: string, status = 404): PspError {
  return new PspError(status, `No such ${what}: '${id}'`, { code: "resource_missing", param });
}

export function providerBroke(isKept: boolean): PspError {
  const message = "An unknown error occurred. The simulator was told to answer this way.";
  return new PspError(500, message, { type: "api_error" }, isKept);
}

const kebab = (code: string): string => code.replaceAll("_", "-");
