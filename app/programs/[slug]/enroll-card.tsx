import { useTranslations } from "next-intl";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import { EnrollButton } from "#app/programs/[slug]/enroll-button.tsx";
import { OfferPrice } from "#app/programs/[slug]/offer-price.tsx";
import type { OfferedOption } from "#app/programs/[slug]/use-choice.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { useSay } from "#components/use-say.ts";
import type { Program } from "#lib/db/reads/programs.ts";
import { programLength } from "#lib/domain/catalogue-words.ts";

interface EnrollProps {
  program: Program;
  isSignedIn: boolean;
  enrollment: { id: string } | null;
}

/** Says what a program costs and lets the person in, or says why not. */
export function EnrollCard(props: EnrollProps) {
  const { program } = props;
  const t = useTranslations("program");
  const say = useSay();
  const length = programLength(program);
  return (
    <section aria-label={t("enroll")} className="card grid gap-5 p-5 sm:p-6 lg:sticky lg:top-6">
      <p className="figures text-3xl font-bold tracking-tight">
        <ForBrowser rooms={["program"]}>
          <OfferPrice
            priceCents={program.priceCents}
            currency={program.currency}
            path={offeredPath(program)}
          />
        </ForBrowser>
        <span className="block text-base font-normal tracking-normal text-ink-soft">
          {t(program.price.cents === 0 ? "nothingToPay" : "onePayment")}
          {length ? `, ${say(length)}` : ""}
        </span>
      </p>
      <Act {...props} />
    </section>
  );
}

function Act({ program, isSignedIn, enrollment }: EnrollProps) {
  const t = useTranslations("program");
  const say = useSay();
  if (enrollment)
    return (
      <>
        <p>{t("youAreIn")}</p>
        <PlainLink href={`/student/progress#${enrollment.id}`} className="button button-primary">
          {t("seeWhere")}
        </PlainLink>
      </>
    );
  if (program.notForSale) return <p>{say(program.notForSale)}</p>;
  return (
    <>
      <ForBrowser rooms={["program"]}>
        <EnrollButton slug={program.slug} path={offeredPath(program)} isSignedIn={isSignedIn} />
      </ForBrowser>
      <WhatHappens free={program.price.cents === 0} />
    </>
  );
}

/** Only what prices and names the options goes to the browser. */
function offeredPath({ path }: Program): OfferedOption[] {
  return path.map(({ optionId, sequenceOrder, required, surchargeCents, partner, ...active }) => ({
    optionId,
    sequenceOrder,
    required,
    surchargeCents,
    providerActive: active.providerActive,
    courseActive: active.courseActive,
    partnerName: partner.name,
  }));
}

function WhatHappens({ free }: { free: boolean }) {
  const t = useTranslations("program");
  return (
    <ol className="list-decimal space-y-1 pl-5 text-ink-soft marker:font-bold">
      <li>{t(free ? "firstFree" : "firstPaid")}</li>
      <li>{t("second")}</li>
      <li>{t("third")}</li>
    </ol>
  );
}
