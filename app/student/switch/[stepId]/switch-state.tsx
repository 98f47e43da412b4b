import { useTranslations } from "next-intl";
import { ActForm } from "#app/account/act-form.tsx";
import { withdrawAction } from "#app/student/switch/[stepId]/actions.ts";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { useLanguage } from "#components/use-language.ts";
import { useSay } from "#components/use-say.ts";
import type { MySwitch } from "#lib/db/reads/my-switch.ts";
import { formatMoney } from "#lib/domain/money.ts";
import { switchRefusalWords, switchStateWords } from "#lib/domain/switch-words.ts";

/** Says how far the latest switch of a step is; `partner` is the one the step is at now. */
export function SwitchState({ latest, partner }: { latest: MySwitch; partner: string }) {
  const t = useTranslations("switching");
  const say = useSay();
  const { label, tone } = switchStateWords(latest);
  return (
    <div className="grid gap-4">
      <Notice tone={tone} title={say(label)}>
        {latest.refusal ? <p>{say(switchRefusalWords(latest.refusal, partner))}</p> : null}
        <Refund latest={latest} />
      </Notice>
      {latest.canWithdraw ? (
        <ActForm act={withdrawAction} className="grid justify-items-start gap-4">
          <input type="hidden" name="switchId" value={latest.id} />
          <SubmitButton busy={t("withdrawing")} className="button-secondary">
            {t("withdraw", { partner: latest.from })}
          </SubmitButton>
        </ActForm>
      ) : null}
    </div>
  );
}

function Refund({ latest }: { latest: MySwitch }) {
  const t = useTranslations("switching");
  const language = useLanguage();
  if (!latest.hasLeft || latest.refundCents === 0) return null;
  const amount = formatMoney(latest.refundCents, latest.currency, { language });
  return <p>{t(latest.isRefunded ? "refunded" : "refundComing", { amount })}</p>;
}
