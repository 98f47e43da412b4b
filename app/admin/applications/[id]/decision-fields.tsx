import { useFormatter, useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import type { AdminApplication } from "#lib/db/reads/applications.ts";

/** Draws what an admin can decide: the same as another one, or no. */
export function DecisionFields(props: {
  applicationId: string;
  lookAlikes: readonly (AdminApplication & { mayMerge: boolean })[];
}) {
  const { applicationId, lookAlikes } = props;
  const t = useTranslations("applications");
  const format = useFormatter();
  return (
    <>
      <input type="hidden" name="applicationId" value={applicationId} />
      <label className="grid gap-1.5">
        <span className="font-semibold">{t("noteLabel")}</span>
        <span className="text-ink-soft">{t("noteHint")}</span>
        <textarea name="note" rows={2} maxLength={500} className="field" />
      </label>
      {lookAlikes.length > 0 ? (
        <div>
          <p className="font-semibold">{t("lookAlikes")}</p>
          <ul className="card mt-2 divide-y divide-edge">
            {lookAlikes.map((other) => (
              <li key={other.id} className="flex flex-wrap items-center justify-between gap-3 px-5 py-3">
                <span className="min-w-0 break-words">
                  <PlainLink href={`/admin/applications/${other.id}`}>{other.fullName}</PlainLink>,{" "}
                  {other.email}, {format.dateTime(other.createdAt, { dateStyle: "medium" })}
                </span>
                {other.mayMerge ? (
                  <SubmitButton
                    name="decision"
                    value={`merge ${other.id}`}
                    busy={t("working")}
                    className="button-small"
                    label={t("mergeInto", { name: other.fullName, email: other.email })}
                  >
                    {t("merge")}
                  </SubmitButton>
                ) : (
                  <span className="text-ink-soft">{t("mergeOtherWay")}</span>
                )}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <p>
        <SubmitButton name="decision" value="decline" busy={t("working")} className="">
          {t("decline")}
        </SubmitButton>
      </p>
    </>
  );
}
