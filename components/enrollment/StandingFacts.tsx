import { useTranslations } from "next-intl";
import { PartnerText } from "#components/PartnerText.tsx";
import { useSay } from "#components/use-say.ts";
import { deadlineWords } from "#lib/domain/deadline.ts";
import { partnerColour } from "#lib/domain/partner-colour.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { secureAddress } from "#lib/domain/web-address.ts";

interface FactsProps {
  step: {
    status: string;
    partner: { slug: string; name: string };
    standing: {
      at: Date | null;
      place: string | null;
      dueAt: Date | null;
      seatMinutes: { done: number; required: number } | null;
      groupCode: string | null;
      vouchers: { taken: number };
    } | null;
  };
  telling: Telling;
}

/** Lists what a partner asks of a running step besides progress: until when, where, how long, in which group. */
export function StandingFacts({ step, telling }: FactsProps) {
  const t = useTranslations("enrollment");
  const { standing, partner } = step;
  if (!standing || step.status !== "in_progress") return null;
  const { place, seatMinutes, groupCode } = standing;
  return (
    <>
      <DueBy dueAt={standing.dueAt} telling={telling} />
      {standing.at && place ? (
        <p>
          {t("where")}: <Place text={place} />
        </p>
      ) : null}
      {seatMinutes && seatMinutes.required > 0 ? <SeatTime partner={partner} minutes={seatMinutes} /> : null}
      {groupCode ? (
        <p>
          {t("groupAt", { partner: partner.name })}:{" "}
          <strong className="figures">
            <PartnerText>{groupCode}</PartnerText>
          </strong>
        </p>
      ) : null}
    </>
  );
}

/** Says until when something has to be done; louder when little time is left, silent when there is no limit. */
function DueBy({ dueAt, telling }: { dueAt: Date | null; telling: Telling }) {
  const say = useSay();
  const deadline = deadlineWords(dueAt, telling.now);
  if (!deadline || !dueAt) return null;
  return (
    <p className={deadline.urgent ? "rounded-md border-l-4 border-bad bg-tint-bad px-3 py-1.5" : ""}>
      {deadline.urgent ? (
        <span aria-hidden="true" className="mr-1.5 font-bold text-bad">
          !
        </span>
      ) : null}
      <time dateTime={dueAt.toISOString()}>{say(deadline.text)}</time>: <strong>{say(deadline.left)}</strong>
    </p>
  );
}

/** An address of the web is a link that shows its host; anything else is the partner's text. */
function Place({ text }: { text: string }) {
  const t = useTranslations("enrollment");
  const address = secureAddress(text);
  if (!address) return <PartnerText>{text}</PartnerText>;
  return (
    <a href={address} rel="noopener noreferrer">
      {t("onlineAt", { host: new URL(address).host })}
    </a>
  );
}

function SeatTime(props: {
  partner: { slug: string; name: string };
  minutes: { done: number; required: number };
}) {
  const t = useTranslations("enrollment");
  const { done, required } = props.minutes;
  return (
    <div className={partnerColour(props.partner.slug)}>
      <p>
        {t("timeInCourse")}: <span className="figures">{t("minutes", { done, required })}</span>
      </p>
      <progress
        className="progress mt-1"
        aria-label={t("minutesAsked", { partner: props.partner.name })}
        max={required}
        value={Math.min(done, required)}
      />
    </div>
  );
}
