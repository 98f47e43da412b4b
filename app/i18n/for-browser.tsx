import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { loadMessages, type Namespace } from "#app/i18n/messages.ts";
import { currentLanguage } from "#app/i18n/preferences.ts";

/** Sends the words of these rooms to the browser, for the parts below that speak there; no others are sent. */
export async function ForBrowser(props: { rooms: readonly Namespace[]; children: ReactNode }) {
  const all = await loadMessages(await currentLanguage());
  const sent = Object.fromEntries(props.rooms.map((room) => [room, all[room]]));
  return <NextIntlClientProvider messages={sent}>{props.children}</NextIntlClientProvider>;
}
