"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ENROLL_FORM } from "#app/programs/[slug]/enroll-form.ts";
import { useChoice, type OfferedOption } from "#app/programs/[slug]/use-choice.ts";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { choiceAddress, onlyChoices } from "#lib/domain/choice-address.ts";

/**
 * The form that enrolls. With scripts each choice goes into the address at once, so that it is priced, survives
 * signing in and can be sent to somebody; without them a button does that.
 */
export function EnrollButton(props: { slug: string; path: readonly OfferedOption[]; isSignedIn: boolean }) {
  const t = useTranslations("program");
  const partner = useOnlyChoice(props.path);
  useEffect(() => keepChoiceInAddress(props.slug), [props.slug]);
  const enroll = partner === null ? t("enroll") : t("enrollWith", { partner });
  return (
    <form id={ENROLL_FORM} method="post" action="/api/enrollments/create" className="grid gap-3">
      <input type="hidden" name="programSlug" value={props.slug} />
      <SubmitButton busy={t("oneMoment")}>{props.isSignedIn ? enroll : t("signInToEnroll")}</SubmitButton>
      {hasChoice(props.path) ? (
        <noscript>
          <button
            type="submit"
            formMethod="get"
            formAction={`/programs/${props.slug}`}
            formNoValidate
            className="button button-small w-full"
          >
            {t("showPrice")}
          </button>
        </noscript>
      ) : null}
    </form>
  );
}

/** The partner that was chosen, where there is one choice to make. */
function useOnlyChoice(path: readonly OfferedOption[]): string | null {
  const chosen = useChoice(path);
  const forks = forksOf(path);
  const [fork = []] = forks;
  if (forks.length !== 1) return null;
  return fork.find((option) => chosen.includes(option.optionId))?.partnerName ?? null;
}

function hasChoice(path: readonly OfferedOption[]): boolean {
  return forksOf(path).length > 0;
}

function forksOf(path: readonly OfferedOption[]): OfferedOption[][] {
  const positions = [...Map.groupBy(path, (option) => option.sequenceOrder).values()];
  return positions.filter((options) => options.length > 1);
}

/** The choices stand outside of the form and belong to it by name. One may have been made before scripts ran. */
function keepChoiceInAddress(slug: string): () => void {
  const keep = () => {
    const form = document.querySelector<HTMLFormElement>(`#${ENROLL_FORM}`);
    const typed = [...new FormData(form ?? undefined)] as [string, string][];
    const fields = onlyChoices(Object.fromEntries(typed));
    const query = new URLSearchParams(window.location.search);
    if (Object.entries(fields).some(([name, value]) => query.get(name) !== value))
      window.history.replaceState(null, "", choiceAddress(slug, fields));
  };
  keep();
  document.addEventListener("change", keep);
  return () => document.removeEventListener("change", keep);
}
