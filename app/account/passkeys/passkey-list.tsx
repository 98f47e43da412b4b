"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { changePasskey } from "#app/account/passkeys/actions.ts";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";

interface ShownPasskey {
  id: string;
  name: string;
  added: string | null;
}

/** Lists passkeys, each with its name to change and a way to remove it; what came of it stands above. */
export function PasskeyList({ passkeys }: { passkeys: readonly ShownPasskey[] }) {
  const t = useTranslations("account");
  const [said, send] = useActionState(changePasskey, null);
  return (
    <div className="grid gap-5">
      {said ? <Notice tone={said.tone}>{said.text}</Notice> : null}
      {passkeys.length === 0 ? <p>{t("noPasskeys")}</p> : null}
      <ul aria-label={t("yourPasskeys")} className="card divide-y divide-edge empty:hidden">
        {passkeys.map((passkey) => (
          <li key={passkey.id} className="px-5 py-4">
            <form action={send} className="flex flex-wrap items-end gap-3">
              <input type="hidden" name="id" value={passkey.id} />
              <PasskeyName passkey={passkey} />
              <SubmitButton name="act" value="rename" busy={t("saving")} className="button-small">
                {t("rename")}
              </SubmitButton>
              <SubmitButton
                name="act"
                value="remove"
                busy={t("removing")}
                className="button-small"
                label={t("removeOf", { name: passkey.name })}
                skipChecks
              >
                {t("remove")}
              </SubmitButton>
            </form>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PasskeyName({ passkey }: { passkey: ShownPasskey }) {
  const t = useTranslations("account");
  return (
    <label className="grid min-w-48 flex-1 gap-1">
      <span className="text-ink-soft">
        {t("name")}
        {passkey.added ? ` · ${t("added", { day: passkey.added })}` : ""}
      </span>
      <input
        key={passkey.name}
        name="name"
        className="field"
        defaultValue={passkey.name}
        aria-label={t("nameOf", { name: passkey.name })}
        required
        maxLength={100}
      />
    </label>
  );
}
