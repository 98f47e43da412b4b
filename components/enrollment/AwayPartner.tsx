import { useTranslations } from "next-intl";
import { useLanguage } from "#components/use-language.ts";
import { sayList } from "#lib/domain/sentence.ts";
import { isStepOver } from "#lib/domain/step-status.ts";

interface AwayProps {
  step: {
    status: string;
    partner: { name: string; active: boolean; supportEmail: string | null };
    alternatives: readonly { courseName: string; partner: { name: string } }[];
  };
  /** Where the school answers; null when it names no address. */
  schoolEmail: string | null;
}

/** Says what it means that a partner is switched off: what happened, what else there is, whom to ask, who knows. */
export function AwayPartner({ step, schoolEmail }: AwayProps) {
  const t = useTranslations("enrollment");
  const { partner, alternatives } = step;
  if (partner.active || isStepOver(step.status)) return null;
  return (
    <div className="mt-3 grid max-w-[65ch] gap-1.5 rounded-lg border-l-[6px] border-edge-strong bg-ground px-4 py-3">
      <p>{t("switchedOff", { partner: partner.name })}</p>
      <OtherWays alternatives={alternatives} />
      <p>{t("schoolWrites")}</p>
      <Contact partner={partner} schoolEmail={schoolEmail} />
    </div>
  );
}

function OtherWays({ alternatives }: Pick<AwayProps["step"], "alternatives">) {
  const t = useTranslations("enrollment");
  const language = useLanguage();
  if (alternatives.length === 0) return <p>{t("noOtherWay")}</p>;
  const ways = alternatives.map(({ courseName, partner }) =>
    t("courseVia", { course: courseName, partner: partner.name }),
  );
  return <p>{t("otherWays", { ways: sayList(ways, language) })}</p>;
}

function Contact({
  partner,
  schoolEmail,
}: Pick<AwayProps["step"], "partner"> & Pick<AwayProps, "schoolEmail">) {
  const t = useTranslations("enrollment");
  const email = partner.supportEmail ?? schoolEmail;
  if (!email) return <p>{t("askAtOffice")}</p>;
  return (
    <p>
      {t("questions")}: <a href={`mailto:${encodeURI(email)}`}>{email}</a> (
      {partner.supportEmail ? partner.name : t("yourSchool")})
    </p>
  );
}
