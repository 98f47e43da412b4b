"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { knowsPasskeys, signInWithPasskey, type Outcome } from "#app/account/passkeys/ceremony.ts";
import type { ProblemKey } from "#app/sign-in/form-answer.ts";
import { Notice } from "#components/Notice.tsx";
import { useBrowserFact } from "#components/use-browser-fact.ts";

const PROBLEMS: Record<Exclude<Outcome, "done">, ProblemKey> = {
  notUsed: "passkeyNotUsed",
  known: "passkeyNotUsed",
  unknown: "passkeyUnknown",
  stale: "ours",
  tooMany: "tooMany",
  ours: "ours",
};

/** Signs in with a passkey; draws nothing where the browser knows none. */
export function PasskeyButton({ next }: { next: string }) {
  const t = useTranslations("signIn");
  const canSignIn = useBrowserFact(knowsPasskeys);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemKey | null>(null);

  const signIn = async () => {
    setBusy(true);
    const outcome = await signInWithPasskey();
    if (outcome === "done") return window.location.assign(next);
    setProblem(PROBLEMS[outcome]);
    setBusy(false);
  };

  if (!canSignIn) return null;
  return (
    <div className="grid gap-4">
      {problem ? <Notice tone="bad">{t(`problem.${problem}`)}</Notice> : null}
      <p>
        <button
          type="button"
          className="button"
          aria-disabled={isBusy}
          onClick={() => {
            if (!isBusy) void signIn();
          }}
        >
          {isBusy ? t("signingIn") : t("withPasskey")}
        </button>
      </p>
    </div>
  );
}
