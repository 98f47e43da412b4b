"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { addPasskey, knowsPasskeys, type Outcome } from "#app/account/passkeys/ceremony.ts";
import { Notice } from "#components/Notice.tsx";
import { useBrowserFact } from "#components/use-browser-fact.ts";

/** Adds a passkey of this device under a name its owner knows again. */
export function AddPasskey({ suggestedName }: { suggestedName: string }) {
  const t = useTranslations("account");
  const router = useRouter();
  const canAdd = useBrowserFact(knowsPasskeys);
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const add = async () => {
    setBusy(true);
    const result = await addPasskey(suggestedName);
    setOutcome(result);
    setBusy(false);
    if (result === "done") router.refresh();
  };

  if (canAdd === null) return <noscript>{t("needsScripts")}</noscript>;
  if (!canAdd) return <p>{t("notSupported")}</p>;
  return (
    <div className="grid justify-items-start gap-5">
      <Result outcome={outcome} />
      <button
        type="button"
        className="button button-primary"
        aria-disabled={isBusy}
        onClick={() => {
          if (!isBusy) void add();
        }}
      >
        {isBusy ? t("adding") : t("add")}
      </button>
    </div>
  );
}

function Result({ outcome }: { outcome: Outcome | null }) {
  const t = useTranslations("account");
  if (outcome === null) return null;
  if (outcome === "done") return <Notice tone="good">{t("passkeyAdded")}</Notice>;
  return <Notice tone="bad">{t(`problem.${outcome === "unknown" ? "ours" : outcome}`)}</Notice>;
}
