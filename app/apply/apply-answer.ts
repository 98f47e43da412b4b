/** What the form for applications shows after it was sent. */
import type { Messages } from "#app/i18n/messages.ts";

export interface ApplyAnswer {
  /** The address that was written to, once the application is in. */
  done: string | null;
  problem: keyof Messages["apply"]["problem"] | null;
  /** Which field the problem is about; null when it is about none. */
  field: string | null;
  /** So that nobody types it twice. */
  typed: Readonly<Record<"programId" | "fullName" | "email" | "phone" | "message", string>>;
}

export const NO_ANSWER: ApplyAnswer = {
  done: null,
  problem: null,
  field: null,
  typed: { programId: "", fullName: "", email: "", phone: "", message: "" },
};

/** Reads back what was typed; what is no text counts as empty. */
export function typedBack(data: FormData): ApplyAnswer["typed"] {
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === "string" ? value.slice(0, 4000) : "";
  };
  return {
    programId: text("programId"),
    fullName: text("fullName"),
    email: text("email").trim(),
    phone: text("phone"),
    message: text("message"),
  };
}
