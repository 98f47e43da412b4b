import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import type { PartnerState } from "#lib/db/reads/admin-partners.ts";

/** Switches a partner off or on, after saying what that does and asking for a second press. */
export function SwitchForm({ partner }: { partner: PartnerState }) {
  const act = partner.active ? "off" : "on";
  return (
    <details className="mt-2">
      <summary className="cursor-pointer py-1 font-semibold underline decoration-accent decoration-2 underline-offset-4">
        Switch {partner.name} {act}
      </summary>
      <form method="post" action={`/api/admin/partners/${partner.slug}/switch`} className="mt-3 grid gap-4">
        <input type="hidden" name="to" value={act} />
        <p>{partner.active ? whatOffDoes(partner) : whatOnDoes(partner)}</p>
        <p>
          <SubmitButton className="" busy="Asking…">
            Yes, switch {partner.name} {act}
          </SubmitButton>
        </p>
      </form>
    </details>
  );
}

/** Answers an admin who switched: it is under way, or it happened meanwhile. */
export function SwitchAnswer({ asked, partner }: { asked: unknown; partner: PartnerState }) {
  if (asked !== "on" && asked !== "off") return null;
  const isDone = partner.active === (asked === "on");
  return (
    <div className="mt-6">
      {isDone ? (
        <Notice tone="good" title={`${partner.name} is switched ${asked}`} />
      ) : (
        <Notice tone="waiting" title={`${partner.name} is being switched ${asked}`}>
          <p>Usually within a few seconds. This page looks by itself.</p>
        </Notice>
      )}
    </div>
  );
}

function whatOffDoes({ name, learning, settingUp }: PartnerState): string {
  const here = learning + settingUp;
  const students =
    here === 0
      ? "No student is there now."
      : `${here === 1 ? "One student is" : `${here.toLocaleString("en-US")} students are`} there now: each is told by mail, with alternatives and whom to ask, and each becomes an open failure until the partner is back.`;
  return `Nobody can buy a program that needs ${name}, and no course there can be opened. ${students} What they have done is kept.`;
}

function whatOnDoes({ name }: PartnerState): string {
  return `Programs with ${name} are on sale again, students can open their courses there, and everything that waited goes on by itself.`;
}
