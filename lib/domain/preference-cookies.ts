/** Cookies that remember how a browser likes to be spoken to; they tell nothing about a person. */

/** A language, by `LANGUAGES`. */
export const LANGUAGE_COOKIE = "baton_language";

/** The browser's own time zone, by its IANA name. */
export const TIME_ZONE_COOKIE = "baton_time_zone";

export const PREFERENCE_SECONDS = 365 * 24 * 3600;
