import { getTranslations } from "next-intl/server";
import { getSay } from "#app/i18n/sayer.ts";
import type { Viewer } from "#app/viewer.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { readNameWish } from "#lib/db/reads/my-profile.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { nameProblem, nameRequest } from "#lib/domain/legal-name.ts";

/** Asks a student for the name on their certificate, urgently once one waits for it; draws nothing for everybody else. */
export async function NameNotice({ viewer }: { viewer: Viewer }) {
  const wish = await readAs(viewer.claims, readNameWish);
  const problem = wish ? nameProblem(wish.profile) : null;
  if (!wish || !problem || (!wish.isWaiting && !wish.isEnrolled)) return null;
  const t = await getTranslations("profile");
  const say = await getSay();
  return (
    <div className="mt-6 max-w-2xl">
      <Notice tone={wish.isWaiting ? "waiting" : "quiet"}>
        <p>
          {say(nameRequest(problem, wish.isWaiting))}{" "}
          <PlainLink href="/account/profile">{t("confirmName")}</PlainLink>
        </p>
      </Notice>
    </div>
  );
}
