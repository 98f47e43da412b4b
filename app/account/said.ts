/** What a form of the account pages answers, already in the reader's words; null before it was sent. */
export type Said = { tone: "good" | "bad"; text: string } | null;
