"use client";

import { useEffect } from "react";
import { PREFERENCE_SECONDS, TIME_ZONE_COOKIE } from "#lib/domain/preference-cookies.ts";

/** Tells the server the browser's own zone, from the next page on. */
export function RememberTimeZone() {
  useEffect(() => {
    const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
    document.cookie = `${TIME_ZONE_COOKIE}=${zone}; path=/; max-age=${PREFERENCE_SECONDS}; samesite=lax`;
  }, []);
  return null;
}
