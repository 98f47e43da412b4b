import { useTimeZone, useTranslations } from "next-intl";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { useLanguage } from "#components/use-language.ts";
import { useSay } from "#components/use-say.ts";
import { deviceName } from "#lib/domain/device.ts";
import { relativeTime } from "#lib/domain/relative-time.ts";
import type { SignedInDevice } from "#lib/identity/index.ts";

/** Draws one signed-in device; the one in hand is signed out in the head of the page. */
export function DeviceItem({ device, now }: { device: SignedInDevice; now: Date }) {
  const t = useTranslations("account");
  const say = useSay();
  const language = useLanguage();
  const timeZone = useTimeZone() ?? "UTC";
  const ago = (at: Date) => relativeTime(at, now, timeZone, language);
  const name = say(deviceName(device.userAgent));
  const lastSeen = ago(device.lastSeenAt);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-4">
      <div>
        <p className="font-semibold">{name}</p>
        <p className="text-ink-soft">
          {device.isThis ? t("thisDevice") : t("lastSeen", { moment: lastSeen })},{" "}
          {t("signedIn", { moment: ago(device.signedInAt) })}
        </p>
      </div>
      {device.isThis ? null : (
        <SubmitButton
          name="device"
          value={device.id}
          busy={t("signingOut")}
          className="button-small"
          label={t("signOutOf", { device: name, moment: lastSeen })}
        >
          {t("signOut")}
        </SubmitButton>
      )}
    </li>
  );
}
