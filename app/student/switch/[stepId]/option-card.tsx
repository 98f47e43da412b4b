import { useTranslations } from "next-intl";
import { ActForm } from "#app/account/act-form.tsx";
import { switchAction } from "#app/student/switch/[stepId]/actions.ts";
import { PartnerName } from "#components/PartnerName.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { useLanguage } from "#components/use-language.ts";
import { useSay } from "#components/use-say.ts";
import type { SwitchPreview } from "#lib/automation/preview-switch.ts";
import { formatMoney } from "#lib/domain/money.ts";
import type { SwitchFacts, SwitchOption, SwitchPlan } from "#lib/domain/switch-plan.ts";
import { switchRefusalWords } from "#lib/domain/switch-words.ts";

/** Draws one other partner: what a switch there means for money, seat and progress, and the button; or why not. */
export function OptionCard({ facts, preview }: { facts: SwitchFacts; preview: SwitchPreview }) {
  const t = useTranslations("switching");
  const say = useSay();
  const option = facts.options.find(({ optionId }) => optionId === preview.optionId)!;
  return (
    <li className="card p-5 sm:p-6">
      <h3>{option.courseName}</h3>
      <p className="text-ink-soft">
        {t.rich("via", {
          partner: () => <PartnerName slug={option.partner.slug} name={option.partner.name} />,
        })}
      </p>
      {"plan" in preview ? (
        <>
          <Meaning plan={preview.plan} currency={facts.currency} />
          <SwitchForm facts={facts} option={option} token={preview.token} />
        </>
      ) : (
        <p className="mt-3 max-w-[65ch]">
          {say(switchRefusalWords(preview.reason, facts.from.partner.name))}
        </p>
      )}
    </li>
  );
}

function Meaning({ plan, currency }: { plan: SwitchPlan; currency: string }) {
  const t = useTranslations("switching");
  const language = useLanguage();
  const amount = formatMoney(plan.refundCents, currency, { language });
  const rows = [
    [t("money"), plan.refundCents > 0 ? t("refund", { amount }) : t("noMoney")],
    [t("seat"), t("seatBack", { count: plan.seatsGivenBack })],
    [t("progress"), t("progressNone")],
  ] as const;
  return (
    <dl className="mt-4 grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
      {rows.map(([term, meaning]) => (
        <div key={term} className="sm:contents">
          <dt className="font-bold">{term}</dt>
          <dd className="mb-2 sm:mb-0">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

function SwitchForm(props: { facts: SwitchFacts; option: SwitchOption; token: string }) {
  const t = useTranslations("switching");
  const { facts, option, token } = props;
  return (
    <ActForm act={switchAction} className="mt-4 grid justify-items-start gap-4">
      <input type="hidden" name="stepId" value={facts.stepId} />
      <input type="hidden" name="optionId" value={option.optionId} />
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="from" value={facts.from.partner.name} />
      <SubmitButton busy={t("switching")}>{t("switchTo", { partner: option.partner.name })}</SubmitButton>
    </ActForm>
  );
}
